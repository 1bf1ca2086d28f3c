package holdfast.engine;

import holdfast.destination.Segment;
import holdfast.model.Backup;
import holdfast.model.FiredSchedule;
import holdfast.model.Origin;
import holdfast.model.Timing;
import holdfast.pipeline.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The small object beside a backup, written last: without it there is no backup. Says everything
 * that the catalog knows of it but credentials, so that a bare bucket rebuilds the catalog. Later
 * versions only add fields. In its JSON the fields of the content stand beside those of the header,
 * where the backup is one stream; where it is all databases of a server, they stand in {@code
 * databases}, an object for each.
 *
 * @param contents at least one
 */
record Manifest(Header header, List<Content> contents) {
  static final String FILE_NAME = "manifest.json";
  private static final int FORMAT_VERSION = 1;
  private static final String DATABASE = "database";
  private static final String DATABASES = "databases";

  /**
   * The manifest is written after every stage has said so: the dump, each compressor, each upload.
   */
  private static final List<Verdict> VERDICTS =
      List.of(
          new Verdict("dump", "ok"), new Verdict("compress", "ok"), new Verdict("upload", "ok"));

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  Manifest {
    contents = List.copyOf(contents);
  }

  /** What is said of the backup as a whole. */
  record Header(
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
      Instant expiresAt) {

    /** What is read from a destination may be anything. */
    Header {
      Objects.requireNonNull(uid);
      Objects.requireNonNull(compression);
    }
  }

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

  /**
   * One stream.
   *
   * @param database which it is of, in a backup of all databases of a server; else null
   * @param objects in the order in which their bytes form the stored stream
   * @param plain the bytes that the database tool wrote
   * @param stored the bytes in {@code objects}
   */
  record Content(
      @Nullable String database,
      Instant dumpedAt,
      String format,
      String serverVersion,
      String toolVersion,
      Map<String, String> details,
      List<ObjectEntry> objects,
      Digest plain,
      Digest stored) {

    /** What is read from a destination may be anything. */
    Content {
      Objects.requireNonNull(plain);
      Objects.requireNonNull(stored);
      objects = List.copyOf(objects);
    }

    static Content of(BackupContent content, List<Segment> segments) {
      return new Content(
          content.database(),
          content.dumpedAt(),
          content.format(),
          content.facts().serverVersion(),
          content.facts().toolVersion(),
          content.facts().details(),
          segments.stream().map(ObjectEntry::of).toList(),
          content.plain(),
          content.stored());
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

  static Manifest of(
      String instanceId, Backup backup, CopyWriter copy, List<BackupContent> contents) {
    Origin origin = backup.origin();
    Header header =
        new Header(
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
            copy.expiresAt());
    List<Content> stored = new ArrayList<>();
    for (int i = 0; i < contents.size(); i++) {
      stored.add(Content.of(contents.get(i), copy.streams().get(i)));
    }
    return new Manifest(header, stored);
  }

  /**
   * The stream of this database.
   *
   * @param database null for the one stream of a backup that has no more
   */
  Optional<Content> content(@Nullable String database) {
    return contents.stream()
        .filter(content -> Objects.equals(content.database(), database))
        .findFirst();
  }

  byte[] toJson() {
    ObjectNode json = JSON.valueToTree(header);
    if (contents.getFirst().database() == null) {
      ObjectNode only = JSON.valueToTree(contents.getFirst());
      only.remove(DATABASE);
      json.setAll(only);
    } else {
      json.set(DATABASES, JSON.valueToTree(contents));
    }
    json.set("stages", JSON.valueToTree(VERDICTS));
    return JSON.writeValueAsBytes(json);
  }

  /** Throws {@link JacksonException} when these bytes are no manifest. */
  static Manifest parse(byte[] bytes) {
    ObjectNode json = JSON.readValue(bytes, ObjectNode.class);
    JsonNode databases = json.path(DATABASES);
    return new Manifest(
        JSON.treeToValue(json, Header.class),
        databases.isArray()
            ? databases.valueStream().map(Manifest::content).toList()
            : List.of(content(json)));
  }

  private static Content content(JsonNode json) {
    return JSON.treeToValue(json, Content.class);
  }
}
