package holdfast.api;

import holdfast.catalog.Stores;
import holdfast.engine.BuiltInDestination;
import holdfast.model.Addon;
import holdfast.model.AddonType;
import holdfast.model.DestinationId;
import holdfast.model.IdGenerator;
import holdfast.model.Schedule;
import holdfast.model.ScheduleId;
import holdfast.model.ScheduleKind;
import holdfast.model.ScheduleTerms;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** All schedules of an addon at once, as {@code backupSchedules} of a request for the addon. */
final class ScheduleSet {
  private static final String FIELD = "backupSchedules";

  private final IdGenerator ids;
  private final Clock clock;

  ScheduleSet(ApiParts parts) {
    this.ids = parts.ids();
    this.clock = parts.clock();
  }

  /** Refuses a set that cannot be, before anything else is looked at. */
  void check(Stores stores, AddonType type, Request request) {
    terms(stores, type, request);
  }

  /**
   * Makes the addon's schedules those of the request, where it gives any. The one of a kind stays
   * the same one, whatever it says now. The addon has been stored in this transaction, which keeps
   * others away from its schedules.
   */
  void replace(Stores stores, Addon addon, Request request) {
    if (!request.body().has(FIELD)) {
      return;
    }
    Instant now = clock.instant();
    Map<ScheduleKind, Schedule> before =
        stores.schedules().of(addon.id()).stream()
            .collect(Collectors.toMap(schedule -> schedule.terms().kind(), Function.identity()));
    List<Schedule> after =
        terms(stores, addon.type(), request).stream()
            .map(terms -> schedule(addon, before.get(terms.kind()), terms, now))
            .toList();
    stores.schedules().replace(addon.id(), after);
    after.forEach(schedule -> renew(stores, before.get(schedule.terms().kind()), schedule));
  }

  /** A schedule that stays the same one and says something else means what exists, too. */
  private static void renew(Stores stores, @Nullable Schedule before, Schedule now) {
    if (before != null && !before.equals(now)) {
      DestinationId builtIn = BuiltInDestination.id(stores);
      stores.retention().renew(now.addonId(), now.id(), now.terms().daysByDestination(builtIn));
    }
  }

  private Schedule schedule(
      Addon addon, @Nullable Schedule before, ScheduleTerms terms, Instant now) {
    return before == null
        ? new Schedule(new ScheduleId(ids.nextKey()), addon.id(), terms, now, now)
        : before.withTerms(terms, now);
  }

  private List<ScheduleTerms> terms(Stores stores, AddonType type, Request request) {
    JsonNode items = request.body().path(FIELD);
    List<ScheduleTerms> terms = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      ScheduleTerms read =
          ScheduleOrder.read(stores, type, items.get(i), "%s.%d.".formatted(FIELD, i));
      PhysicalBackups.requireUnlimited(request.access(), type, read.backupType());
      terms.add(read);
    }
    requireDistinct(terms);
    return terms;
  }

  private static void requireDistinct(List<ScheduleTerms> all) {
    Set<ScheduleKind> kinds = new HashSet<>();
    for (int i = 0; i < all.size(); i++) {
      ScheduleKind kind = all.get(i).kind();
      if (!kinds.add(kind)) {
        throw ApiError.conflict(
            "An addon has at most one schedule of each interval for each backup type, and \"%s\" gives two %s schedules. Leave one out."
                .formatted(FIELD, kind),
            "%s.%d.scheduling.interval".formatted(FIELD, i),
            "must be one that no other schedule of this backup type has");
      }
    }
  }
}
