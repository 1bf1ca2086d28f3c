package holdfast.model;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** The kinds of database that can be registered. */
public enum AddonType {
  POSTGRESQL("postgresql", "PostgreSQL"),
  MYSQL("mysql", "MySQL"),
  MONGODB("mongodb", "MongoDB"),
  REDIS("redis", "Redis");

  private final String wire;
  private final String title;

  AddonType(String wire, String title) {
    this.wire = wire;
    this.title = title;
  }

  public String wire() {
    return wire;
  }

  /** The name that people use. */
  public String title() {
    return title;
  }

  /** What a server of that version is called: one kind may be two products. */
  public String titleOf(String version) {
    boolean isMariaDb = this == MYSQL && version.contains("MariaDB");
    return (isMariaDb ? "MariaDB" : title) + " " + version;
  }

  /** The kinds of backup that such a database can have, whether or not this version takes them. */
  public Set<BackupType> backupTypes() {
    return switch (this) {
      case POSTGRESQL -> Set.of(BackupType.DUMP, BackupType.SNAPSHOT);
      case MYSQL, MONGODB -> Set.of(BackupType.DUMP);
      case REDIS -> Set.of(BackupType.SNAPSHOT);
    };
  }

  /**
   * Whether a backup is a copy of a server's files: it holds every database there, and is unpacked
   * into a folder, for it cannot be restored over the wire.
   */
  public boolean isPhysical(BackupType type) {
    return this == POSTGRESQL && type == BackupType.SNAPSHOT;
  }

  public static Optional<AddonType> ofWire(String wire) {
    return Arrays.stream(values()).filter(type -> type.wire.equals(wire)).findFirst();
  }
}
