package holdfast.api;

import holdfast.catalog.Catalog;
import holdfast.catalog.Stores;
import holdfast.engine.Backups;
import holdfast.engine.Inspections.DatabaseReport;
import holdfast.model.Addon;
import holdfast.model.AddonId;
import holdfast.model.AddonState;
import holdfast.model.AddonType;
import holdfast.model.Backup;
import holdfast.model.IdGenerator;
import holdfast.model.Project;
import holdfast.model.Slug;
import holdfast.security.Permission;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** {@code /v1/projects/{id}/addons}: the databases that are protected. */
final class AddonResource {
  private final Catalog catalog;
  private final Backups backups;
  private final AddonProbe probe;
  private final ScheduleSet schedules;
  private final Fork fork;
  private final IdGenerator ids;
  private final Clock clock;

  AddonResource(ApiParts parts) {
    this.catalog = parts.catalog();
    this.backups = parts.backups();
    this.probe = new AddonProbe(parts.inspections());
    this.schedules = new ScheduleSet(parts);
    this.fork = new Fork(parts);
    this.ids = parts.ids();
    this.clock = parts.clock();
  }

  Answer list(Request request) {
    return catalog.read(
        stores -> {
          Project project = Lookup.project(stores, request);
          return Paging.answer(
              "addons",
              stores.addons().list(project.id(), Paging.of(request)),
              addon -> AddonJson.listItem(stores, project, addon));
        });
  }

  Answer get(Request request) {
    return catalog.read(
        stores -> {
          Project project = Lookup.project(stores, request);
          Addon addon = Lookup.addon(stores, project, request.path("addonId"));
          return Answer.data(AddonJson.of(stores, project, addon));
        });
  }

  Answer version(Request request) {
    return Answer.data(AddonJson.version(catalog.read(stores -> Lookup.addon(stores, request))));
  }

  Answer create(Request request) {
    AddonType type = AddonType.ofWire(request.required("type")).orElseThrow();
    Project project =
        catalog.read(
            stores -> {
              Project found = Lookup.project(stores, request);
              probe.requireKnown(type);
              schedules.check(stores, type, request);
              return found;
            });
    AddonConnection connection = AddonConnection.of(request);
    Optional<Backup> source = fork.source(request, connection.coverage());
    DatabaseReport report = look(type, request, connection, source.isPresent());
    Addon addon = made(project, request, connection, version(report));
    Answer answer =
        answer(
            addon.name(),
            stores -> {
              requireStillThere(stores, request, project);
              stores.addons().insert(addon);
              schedules.replace(stores, addon, request);
              Optional<String> restore =
                  source.map(backup -> fork.begin(stores, backup, addon, request));
              ObjectNode json = AddonJson.of(stores, project, addon);
              restore.ifPresent(id -> json.put("restoreId", id));
              return AddonJson.withReport(json, report);
            });
    fork.wake();
    return answer;
  }

  /** What a fork fills has to be seen to be empty, whatever the caller wants to skip. */
  private @Nullable DatabaseReport look(
      AddonType type, Request request, AddonConnection connection, boolean isFork) {
    boolean skipsTest = request.isSet("skipTest") && !isFork;
    DatabaseReport report = probe.look(type, connection, skipsTest);
    if (isFork) {
      Fork.requireEmpty(report);
    }
    return report;
  }

  /** The project may have gone, or become another of the same id, while the database was probed. */
  private static void requireStillThere(Stores stores, Request request, Project project) {
    if (!Lookup.project(stores, request).id().equals(project.id())) {
      throw ApiError.notFound("project", request.path("projectId"));
    }
  }

  /** Creates it, or updates the one of this name. */
  Answer put(Request request) {
    Optional<Addon> there =
        catalog.read(
            stores -> named(stores, Lookup.project(stores, request), request.required("name")));
    if (there.isEmpty()) {
      return create(request);
    }
    if (!request.access().may(Permission.ADDONS_UPDATE)) {
      throw ApiError.lacks(Permission.ADDONS_UPDATE);
    }
    return update(request, there.get().slug().value());
  }

  /** A name that only its id is made of is the same name as long as nobody has changed it. */
  private static Optional<Addon> named(Stores stores, Project project, String name) {
    return stores
        .addons()
        .findByName(project.id(), name)
        .or(
            () ->
                stores
                    .addons()
                    .find(project.id(), Slug.of(name))
                    .filter(addon -> Slug.of(addon.name()).equals(addon.slug())));
  }

  Answer patch(Request request) {
    return update(request, request.path("addonId"));
  }

  Answer delete(Request request) {
    Writes.write(catalog, stores -> delete(stores, Lookup.addon(stores, request)));
    return Answer.nothing();
  }

  Answer pause(Request request) {
    backups.pause(catalog.read(stores -> Lookup.addon(stores, request)).id());
    return Answer.nothing();
  }

  Answer resume(Request request) {
    backups.resume(catalog.read(stores -> Lookup.addon(stores, request)).id());
    return Answer.nothing();
  }

  /** Removes an addon for which nothing runs. */
  static void delete(Stores stores, Addon addon) {
    stores.addons().lock(addon.id());
    boolean isBusy =
        !stores.backups().activeStatuses(addon.id()).isEmpty()
            || stores.restores().activeInto(addon.id()).isPresent();
    if (isBusy) {
      throw ApiError.conflict(
          "A backup of the addon \"%s\", or a restore into it, has not ended. Wait for its end, or abort it first."
              .formatted(addon.slug()));
    }
    stores.addons().delete(addon.id());
  }

  private static @Nullable String version(@Nullable DatabaseReport report) {
    return report == null ? null : report.version();
  }

  private Addon made(
      Project project, Request request, AddonConnection connection, @Nullable String version) {
    String name = request.required("name");
    AddonType type = AddonType.ofWire(request.required("type")).orElseThrow();
    Instant now = clock.instant();
    return new Addon(
        new AddonId(ids.nextKey()),
        project.id(),
        Slug.of(name),
        name,
        request.text("description"),
        type,
        version,
        AddonState.RUNNING,
        connection.uri(),
        connection.coverage(),
        Echo.kept("{}", request.body(), Echo.NEW_ADDON),
        now,
        now);
  }

  private Answer update(Request request, String id) {
    Addon before =
        catalog.read(
            stores -> {
              Addon found = Lookup.addon(stores, Lookup.project(stores, request), id);
              requireSameType(found, request);
              schedules.check(stores, found.type(), request);
              return found;
            });
    boolean moves = request.body().has("connection");
    DatabaseReport report =
        moves
            ? probe.look(before.type(), AddonConnection.of(request), request.isSet("skipTest"))
            : null;
    return answer(
        request.textOr("name", id),
        stores -> {
          Project project = Lookup.project(stores, request);
          Addon now = Lookup.lockedAddon(stores, project, id);
          requireSameType(now, request);
          if (moves) {
            requireNoRestore(stores, now);
          }
          Addon after = changed(now, request, moves ? version(report) : now.version());
          stores.addons().update(after);
          schedules.replace(stores, after, request);
          ObjectNode json = AddonJson.of(stores, project, after);
          return AddonJson.withReport(json, report);
        });
  }

  /** What became of a restore is asked of the server that it ran on. */
  private static void requireNoRestore(Stores stores, Addon addon) {
    if (stores.restores().activeInto(addon.id()).isPresent()) {
      throw ApiError.conflict(
          "A restore into the addon \"%s\" has not ended. Change its connection afterwards."
              .formatted(addon.slug()));
    }
  }

  private Addon changed(Addon old, Request request, @Nullable String version) {
    boolean moves = request.body().has("connection");
    return new Addon(
        old.id(),
        old.projectId(),
        old.slug(),
        request.textOr("name", old.name()),
        request.body().has("description") ? request.text("description") : old.description(),
        old.type(),
        version,
        old.state(),
        moves ? AddonConnection.uri(request) : old.connection(),
        moves ? AddonConnection.coverage(request) : old.coverage(),
        Echo.kept(old.echo(), request.body(), Echo.ADDON),
        old.createdAt(),
        clock.instant());
  }

  private static void requireSameType(Addon addon, Request request) {
    String type = request.text("type");
    if (type != null && !type.equals(addon.type().wire())) {
      throw ApiError.conflict(
          "The addon \"%s\" is of the type %s, which cannot change. Register the other database under a name of its own."
              .formatted(addon.slug(), addon.type().wire()));
    }
  }

  private Answer answer(String name, Function<Stores, ObjectNode> change) {
    return Answer.data(
        Writes.named(
            catalog,
            "The project has an addon named \"%s\", or with the id made of that. Choose another name."
                .formatted(name),
            change));
  }
}
