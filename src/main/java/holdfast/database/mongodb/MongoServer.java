package holdfast.database.mongodb;

import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;

/**
 * What kind of server answers.
 *
 * @param version like {@code 7.0.14}
 * @param major like {@code 7}
 * @param minor like {@code 0}
 */
record MongoServer(String version, int major, int minor, Kind kind) {
  private static final int OLDEST_MAJOR = 4;
  private static final int OLDEST_MINOR = 4;

  /** How a server stands. */
  enum Kind {
    STANDALONE,
    REPLICA_SET,
    /** A router of a sharded cluster. */
    MONGOS
  }

  static MongoServer of(BsonDocument hello, BsonDocument buildInfo) {
    String version = buildInfo.getString("version").getValue();
    String[] parts = version.split("[.-]");
    Kind kind =
        hello.getString("msg", new BsonString("")).getValue().equals("isdbgrid")
            ? Kind.MONGOS
            : hello.containsKey("setName")
                    || hello.getBoolean("isreplicaset", BsonBoolean.FALSE).getValue()
                ? Kind.REPLICA_SET
                : Kind.STANDALONE;
    return new MongoServer(version, number(parts, 0), number(parts, 1), kind);
  }

  private static int number(String[] parts, int index) {
    return index < parts.length && parts[index].matches("\\d{1,6}")
        ? Integer.parseInt(parts[index])
        : 0;
  }

  boolean isTooOld() {
    return major < OLDEST_MAJOR || (major == OLDEST_MAJOR && minor < OLDEST_MINOR);
  }

  /** Whether all collections can be read as they were at one moment. */
  boolean hasSnapshots() {
    return kind == Kind.REPLICA_SET && major >= 5;
  }

  /** Whether capped collections can be read so too. */
  boolean hasSnapshotsOfCapped() {
    return hasSnapshots() && major >= 8;
  }

  /** Whether a command can be made to depend on the identity of the collection that it means. */
  boolean checksIdentity() {
    return major >= 6;
  }
}
