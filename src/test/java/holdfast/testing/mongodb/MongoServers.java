package holdfast.testing.mongodb;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Servers on the loopback, shared by all tests of this JVM and ended with it. */
public final class MongoServers {
  private static final Map<String, TestMongo> SHARED = new ConcurrentHashMap<>();

  private MongoServers() {}

  /** A server that says it stands alone. */
  public static TestMongo standalone() {
    return SHARED.computeIfAbsent("", TestMongo::start);
  }

  /** A server that says it is the primary of a replica set. */
  public static TestMongo replicaSet() {
    return SHARED.computeIfAbsent("rs0", TestMongo::start);
  }

  /** Another server, which says the same of another set. */
  public static TestMongo anotherReplicaSet() {
    return SHARED.computeIfAbsent("rs1", TestMongo::start);
  }

  /** Drops all databases that were made on the shared servers. */
  public static void dropDatabases() {
    SHARED.values().forEach(TestMongo::dropDatabases);
  }
}
