package holdfast.engine;

import holdfast.destination.Segment;
import holdfast.model.Backup;
import holdfast.model.FiredSchedule;
import holdfast.model.Origin;
import holdfast.model.Timing;
import holdfast.pipeline.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The small object beside a backup, written last: without it there is no backup. Says everything
 * that the catalog knows of it but credentials, so that a bare bucket rebuilds the catalog. Later
 * versions only add fields.
 *
 * @param objects in the order in which their bytes form the stored stream
 * @param plain the bytes that the database tool wrote
 * @param stored the bytes in {@code objects}
 */
record Manifest(
    int formatVersion,
    String instanceId,
    String uid,
    int attempt,
    String id,
    String name,
    Named project,
    Named addon,
    String addonType,
    String backupType,
    String compression,
    String source,
    List<Schedule> schedules,
    Instant createdAt,
    @Nullable Instant startedAt,
    Instant dumpedAt,
    Instant expiresAt,
    String format,
    String serverVersion,
    String toolVersion,
    Map<String, String> details,
    List<ObjectEntry> objects,
    Digest plain,
    Digest stored,
    List<Verdict> stages) {

  /** What is read from a destination may be anything. */
  Manifest {
    Objects.requireNonNull(uid);
    Objects.requireNonNull(compression);
    Objects.requireNonNull(plain);
    Objects.requireNonNull(stored);
    objects = List.copyOf(objects);
  }

  static final int FORMAT_VERSION = 1;
  static final String FILE_NAME = "manifest.json";

  /**
   * The manifest is written after every stage has said so: the dump, each compressor, each upload.
   */
  private static final List<Verdict> VERDICTS =
      List.of(
          new Verdict("dump", "ok"), new Verdict("compress", "ok"), new Verdict("upload", "ok"));

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** A project or an addon as at the time of the backup. */
  record Named(String innerId, String id, String name) {}

  /** See {@link holdfast.model.Timing}. */
  record Schedule(
      String id, String interval, List<Integer> minute, List<Integer> hour, List<Integer> day) {
    static Schedule of(FiredSchedule fired) {
      Timing timing = fired.timing();
      return new Schedule(
          fired.id().toString(),
          timing.interval().wire(),
          timing.minutes(),
          timing.hours(),
          timing.days());
    }
  }

  /** One object; its key is relative to the destination's prefix. */
  record ObjectEntry(String key, long bytes, String sha256) {
    static ObjectEntry of(Segment segment) {
      return new ObjectEntry(segment.key(), segment.bytes(), segment.sha256());
    }
  }

  /** What a stage of the run said at its end. */
  record Verdict(String stage, String verdict) {}

  static Manifest of(String instanceId, Backup backup, CopyWriter copy, BackupContent content) {
    Origin origin = backup.origin();
    return new Manifest(
        FORMAT_VERSION,
        instanceId,
        backup.id().toString(),
        backup.attempt(),
        backup.slug().value(),
        backup.name(),
        new Named(
            origin.projectId().toString(), origin.projectSlug().value(), origin.projectName()),
        new Named(origin.addonId().toString(), origin.addonSlug().value(), origin.addonName()),
        origin.addonType().wire(),
        backup.type().wire(),
        backup.compression().wire(),
        backup.source().wire(),
        backup.schedules().stream().map(Schedule::of).toList(),
        backup.createdAt(),
        backup.startedAt(),
        content.dumpedAt(),
        copy.expiresAt(),
        content.format(),
        content.facts().serverVersion(),
        content.facts().toolVersion(),
        content.facts().details(),
        copy.segments().stream().map(ObjectEntry::of).toList(),
        content.plain(),
        content.stored(),
        VERDICTS);
  }

  byte[] toJson() {
    return JSON.writeValueAsBytes(this);
  }

  /** Throws {@link JacksonException} when these bytes are no manifest. */
  static Manifest parse(byte[] json) {
    return JSON.readValue(json, Manifest.class);
  }
}
