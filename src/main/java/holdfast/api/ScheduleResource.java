package holdfast.api;

import holdfast.catalog.Catalog;
import holdfast.catalog.Stores;
import holdfast.model.Addon;
import holdfast.model.AddonId;
import holdfast.model.IdGenerator;
import holdfast.model.Key;
import holdfast.model.Schedule;
import holdfast.model.ScheduleId;
import holdfast.model.ScheduleTerms;
import java.time.Clock;
import java.time.Instant;

/** {@code A/backup-schedules}: when backups of an addon are to be taken. */
final class ScheduleResource {
  private final Catalog catalog;
  private final IdGenerator ids;
  private final Clock clock;

  ScheduleResource(ApiParts parts) {
    this.catalog = parts.catalog();
    this.ids = parts.ids();
    this.clock = parts.clock();
  }

  Answer list(Request request) {
    return catalog.read(
        stores ->
            Paging.answer(
                "schedules",
                stores.schedules().list(Lookup.addon(stores, request).id(), Paging.of(request)),
                new ScheduleJson(stores)::listItem));
  }

  Answer create(Request request) {
    Schedule made =
        Writes.named(
            catalog,
            ApiError.conflict(
                "The addon \"%s\" has a schedule of this interval and backup type. Delete it first, or replace all schedules with \"backupSchedules\" of the addon."
                    .formatted(request.path("addonId")),
                "scheduling.interval",
                "must be one that no other schedule of this backup type has"),
            stores -> insert(stores, request));
    return Answer.data(Json.object().put("id", made.id().toString()));
  }

  private Schedule insert(Stores stores, Request request) {
    Addon addon = Lookup.addon(stores, request);
    ScheduleTerms terms = ScheduleOrder.read(stores, addon.type(), request.body(), "");
    PhysicalBackups.requireUnlimited(request.access(), addon.type(), terms.backupType());
    Instant now = clock.instant();
    Schedule schedule = new Schedule(new ScheduleId(ids.nextKey()), addon.id(), terms, now, now);
    stores.schedules().insert(schedule);
    return schedule;
  }

  Answer delete(Request request) {
    String id = request.path("scheduleId");
    Writes.write(
        catalog,
        stores -> {
          AddonId addon = Lookup.addon(stores, request).id();
          if (!Key.isKey(id) || !stores.schedules().delete(addon, ScheduleId.of(id))) {
            throw ApiError.notFound("backup schedule", id);
          }
        });
    return Answer.nothing();
  }

  Answer firings(Request request) {
    return catalog.read(
        stores ->
            Paging.answer(
                "firings",
                stores.firings().list(schedule(stores, request), Paging.of(request)),
                FiringJson::of));
  }

  private static ScheduleId schedule(Stores stores, Request request) {
    AddonId addon = Lookup.addon(stores, request).id();
    String id = request.path("scheduleId");
    return stores.schedules().of(addon).stream()
        .map(Schedule::id)
        .filter(it -> it.toString().equals(id))
        .findFirst()
        .orElseThrow(() -> ApiError.notFound("backup schedule", id));
  }
}
