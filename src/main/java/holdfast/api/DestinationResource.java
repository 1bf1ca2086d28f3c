package holdfast.api;

import holdfast.catalog.Catalog;
import holdfast.catalog.Stores;
import holdfast.engine.BuiltInDestination;
import holdfast.engine.Inspections;
import holdfast.engine.Inspections.DestinationReport;
import holdfast.model.BackupDestination;
import holdfast.model.DestinationId;
import holdfast.model.FailureException;
import holdfast.model.IdGenerator;
import holdfast.model.Location;
import holdfast.model.Secret;
import holdfast.model.Slug;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /v1/backup-destinations}: the places where backups are kept. */
final class DestinationResource {
  private final Catalog catalog;
  private final Inspections inspections;
  private final IdGenerator ids;
  private final Clock clock;

  DestinationResource(ApiParts parts) {
    this.catalog = parts.catalog();
    this.inspections = parts.inspections();
    this.ids = parts.ids();
    this.clock = parts.clock();
  }

  Answer list(Request request) {
    var page = catalog.read(stores -> stores.destinations().list(Paging.of(request)));
    return Paging.answer("backupDestinations", page, DestinationJson::of);
  }

  Answer get(Request request) {
    return Answer.data(DestinationJson.of(find(request)));
  }

  Answer create(Request request) {
    DestinationId id = new DestinationId(ids.nextKey());
    String name = request.required("name");
    String prefix = request.text("prefix");
    Instant now = clock.instant();
    BackupDestination destination =
        new BackupDestination(
            id,
            Slug.of(name),
            name,
            request.text("description"),
            prefix == null ? "" : prefix,
            location(request, id),
            now,
            now);
    mark(destination);
    requireWorking(destination, request);
    store(name, stores -> stores.destinations().insert(destination));
    return Answer.data(warned(DestinationJson.of(destination), destination));
  }

  private void mark(BackupDestination destination) {
    try {
      inspections.mark(destination);
    } catch (FailureException e) {
      throw ApiError.invalid("path", Failures.text(e));
    }
  }

  private ObjectNode warned(ObjectNode json, BackupDestination destination) {
    List<String> warnings = inspections.warnings(destination);
    if (!warnings.isEmpty()) {
      warnings.forEach(json.putArray("warnings")::add);
    }
    return json;
  }

  Answer patch(Request request) {
    BackupDestination before = find(request);
    BackupDestination wanted = changed(before, request);
    if (request.body().has("credentials")) {
      requireWorking(wanted, request);
    }
    Set<String> found = foundInNewPlace(before, wanted);
    store(
        wanted.name(),
        stores -> {
          BackupDestination now = locked(stores, Lookup.destination(stores, request));
          BackupDestination changed = changed(now, request);
          requireMovable(stores, now, changed.location(), found);
          stores.destinations().update(changed);
        });
    return Answer.nothing();
  }

  /** Until the change is done, nobody else changes it, and no backup begins in the old place. */
  private static BackupDestination locked(Stores stores, BackupDestination found) {
    return stores
        .destinations()
        .lock(found.id())
        .orElseThrow(() -> ApiError.notFound("backup destination", found.slug().value()));
  }

  Answer delete(Request request) {
    Writes.write(
        catalog,
        stores -> {
          BackupDestination destination = Lookup.destination(stores, request);
          requireDeletable(stores, destination);
          stores.destinations().delete(destination.id());
        });
    return Answer.nothing();
  }

  Answer test(Request request) {
    BackupDestination destination = find(request);
    DestinationReport report = inspections.inspect(destination);
    ObjectNode data = Json.object().put("ok", report.isOk());
    ArrayNode steps = data.putArray("steps");
    report
        .steps()
        .forEach(
            step ->
                steps
                    .addObject()
                    .put("name", step.name())
                    .put("ok", step.ok())
                    .put("message", step.message()));
    return Answer.data(warned(data, destination));
  }

  private BackupDestination find(Request request) {
    return catalog.read(stores -> Lookup.destination(stores, request));
  }

  private void store(String name, Consumer<Stores> change) {
    Writes.named(
        catalog,
        "There is a backup destination named \"%s\", or with the id made of that. Choose another name."
            .formatted(name),
        stores -> {
          change.accept(stores);
          return name;
        });
  }

  private Location location(Request request, DestinationId id) {
    return request.required("type").equals("s3") ? s3(request.body()) : local(request, id);
  }

  private static Location.S3 s3(ObjectNode body) {
    JsonNode credentials = body.path("credentials");
    return new Location.S3(
        credentials.path("bucketName").asString(),
        credentials.path("region").asString(),
        credentials.path("endpoint").asString(),
        credentials.path("accessKey").asString(),
        new Secret(credentials.path("secretKey").asString()));
  }

  private Location.Local local(Request request, DestinationId id) {
    String path = request.text("path");
    try {
      return new Location.Local(
          path == null ? inspections.createLocalFolder(id) : inspections.resolveLocalPath(path));
    } catch (FailureException e) {
      throw ApiError.invalid("path", Failures.text(e));
    }
  }

  private BackupDestination changed(BackupDestination old, Request request) {
    return new BackupDestination(
        old.id(),
        old.slug(),
        request.textOr("name", old.name()),
        request.body().has("description") ? request.text("description") : old.description(),
        old.prefix(),
        request.body().has("credentials") ? changed(old.location(), request) : old.location(),
        old.createdAt(),
        clock.instant());
  }

  private static Location changed(Location old, Request request) {
    return switch (old) {
      case Location.S3 s3 -> s3(request.body());
      case Location.Local local ->
          throw ApiError.invalid("credentials", "is not allowed for a local destination");
    };
  }

  private void requireWorking(BackupDestination destination, Request request) {
    if (request.isSet("skipTest")) {
      return;
    }
    List<String> problems =
        inspections.inspect(destination).steps().stream()
            .filter(step -> !step.ok())
            .map(step -> step.name() + ": " + step.message())
            .toList();
    if (!problems.isEmpty()) {
      String field = destination.location() instanceof Location.S3 ? "credentials" : "path";
      throw ApiError.invalid(Map.of(field, problems));
    }
  }

  private Set<String> foundInNewPlace(BackupDestination before, BackupDestination wanted) {
    if (isSamePlace(before.location(), wanted.location())) {
      return Set.of();
    }
    try {
      Set<String> paths =
          catalog.read(stores -> stores.destinations().pathsAtRest(before.id())).orElse(Set.of());
      return inspections.findBackups(wanted, paths);
    } catch (FailureException e) {
      throw ApiError.invalid("credentials", Failures.text(e));
    }
  }

  private static void requireMovable(
      Stores stores, BackupDestination now, Location wanted, Set<String> found) {
    if (isSamePlace(now.location(), wanted)) {
      return;
    }
    Set<String> paths =
        stores
            .destinations()
            .pathsAtRest(now.id())
            .orElseThrow(
                () ->
                    ApiError.conflict(
                        "A backup, a deletion or a restore is under way in the backup destination \"%s\". Change its bucket when it has ended."
                            .formatted(now.slug())));
    if (!found.containsAll(paths)) {
      throw ApiError.conflict(
          "The backup destination \"%s\" holds backups that are not in the other place. Copy all of its objects there first, or create a second destination."
              .formatted(now.slug()));
    }
  }

  private static boolean isSamePlace(Location from, Location to) {
    return !(from instanceof Location.S3 s3From && to instanceof Location.S3 s3To)
        || s3From.isSamePlaceAs(s3To);
  }

  private static void requireDeletable(Stores stores, BackupDestination destination) {
    if (destination.slug().equals(BuiltInDestination.SLUG)) {
      throw ApiError.conflict(
          "The built-in destination cannot be deleted. Name another one where a backup should not go there.");
    }
    if (stores.destinations().isUsed(destination.id())) {
      throw ApiError.conflict(
          "The backup destination \"%s\" is in use. Delete its backups, and the schedules that name it, first."
              .formatted(destination.slug()));
    }
  }
}
