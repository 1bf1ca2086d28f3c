package holdfast.api;

import holdfast.catalog.Stores;
import holdfast.engine.BuiltInDestination;
import holdfast.engine.NewBackup;
import holdfast.model.Addon;
import holdfast.model.AddonType;
import holdfast.model.BackupType;
import holdfast.model.Compression;
import holdfast.model.DestinationId;
import holdfast.model.Project;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what kind of backup is wanted, and where it shall go. */
final class BackupOrder {
  private BackupOrder() {}

  static NewBackup read(Stores stores, Request request) {
    Project project = Lookup.project(stores, request);
    Addon addon = Lookup.addon(stores, project, request.path("addonId"));
    BackupType type = type(addon.type(), request);
    PhysicalBackups.requireUnlimited(request.access(), addon.type(), type);
    String compression = request.text("compressionType");
    return new NewBackup(
        project,
        addon,
        request.text("name"),
        type,
        compression(type, "compressionType", compression),
        targets(stores, request));
  }

  private static BackupType type(AddonType addonType, Request request) {
    Set<BackupType> possible = addonType.backupTypes();
    String wanted = request.text("backupType");
    if (wanted == null) {
      return possible.contains(BackupType.DUMP) ? BackupType.DUMP : BackupType.SNAPSHOT;
    }
    return type(addonType, "backupType", wanted);
  }

  /** The backup type that a field names, which must be one that the addon's type has. */
  static BackupType type(AddonType addonType, String field, String wanted) {
    Set<BackupType> possible = addonType.backupTypes();
    return possible.stream()
        .filter(type -> type.wire().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                ApiError.invalid(
                    field,
                    "must be one of %s, since the addon is %s. Received \"%s\""
                        .formatted(wires(possible), addonType.title(), wanted)));
  }

  private static String wires(Set<BackupType> types) {
    return String.join(", ", types.stream().map(BackupType::wire).sorted().toList());
  }

  /**
   * The compression that a field names, or the default; a snapshot must not name one, and gets the
   * quicker.
   */
  static Compression compression(BackupType type, String field, @Nullable String wanted) {
    if (wanted != null && type != BackupType.DUMP) {
      throw ApiError.invalid(field, "is not allowed for a " + type.wire());
    }
    boolean isZstd = type == BackupType.SNAPSHOT || Compression.ZSTD.wire().equals(wanted);
    return isZstd ? Compression.ZSTD : Compression.GZ;
  }

  /** Each destination once, with the longest of its retentions; empty is for ever. */
  private static List<NewBackup.Target> targets(Stores stores, Request request) {
    Map<DestinationId, Optional<Duration>> retentions = new LinkedHashMap<>();
    String custom = request.text("customDestinationId");
    retentions.put(
        destination(
            stores,
            "customDestinationId",
            custom == null ? BuiltInDestination.SLUG.value() : custom),
        Optional.empty());
    JsonNode additional = request.body().path("additionalDestinations");
    for (int i = 0; i < additional.size(); i++) {
      JsonNode item = additional.get(i);
      retentions.merge(
          destination(
              stores,
              "additionalDestinations.%d.destinationId".formatted(i),
              item.path("destinationId").asString()),
          retention(item),
          BackupOrder::longer);
    }
    List<NewBackup.Target> targets = new ArrayList<>();
    retentions.forEach((id, kept) -> targets.add(new NewBackup.Target(id, kept.orElse(null))));
    return targets;
  }

  /** The destination whose id or name a field gives. */
  static DestinationId destination(Stores stores, String field, String idOrName) {
    return Lookup.destination(stores, idOrName)
        .orElseThrow(
            () ->
                ApiError.invalid(
                    field,
                    "must name a backup destination. Received \"%s\""
                        .formatted(Wording.shortened(idOrName))))
        .id();
  }

  private static Optional<Duration> retention(JsonNode item) {
    return item.has("retentionTime")
        ? Optional.of(Duration.ofDays(item.path("retentionTime").asInt()))
        : Optional.empty();
  }

  private static Optional<Duration> longer(Optional<Duration> one, Optional<Duration> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return Optional.empty();
    }
    return one.get().compareTo(other.get()) >= 0 ? one : other;
  }
}
