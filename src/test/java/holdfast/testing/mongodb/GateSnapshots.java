package holdfast.testing.mongodb;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;

/**
 * Databases as they were at a moment, for reads of the kind {@code snapshot}: a copy of all
 * documents, made while nobody writes. Thread-safe.
 */
final class GateSnapshots {
  private static final int SECOND = 1_700_000_000;
  private static final long FIRST_CURSOR = 1L << 40;
  private static final int BATCH = 500;

  private final ReentrantReadWriteLock writers = new ReentrantReadWriteLock();
  private final Map<BsonTimestamp, Map<String, BsonArray>> copies = new HashMap<>();
  private final Map<Long, BsonDocument> cursors = new HashMap<>();
  private final Map<Long, List<BsonValue>> left = new HashMap<>();
  private int increment;

  /** Runs what changes documents; not while a copy is made. */
  <T> T change(java.util.concurrent.Callable<T> change) throws Exception {
    writers.readLock().lock();
    try {
      return change.call();
    } finally {
      writers.readLock().unlock();
    }
  }

  static boolean isMeant(BsonDocument command) {
    return command.containsKey("find")
        && command
            .getDocument("readConcern", new BsonDocument())
            .getString("level", new BsonString(""))
            .getValue()
            .equals("snapshot");
  }

  /** Copies are gone, as on a server whose history is short. */
  synchronized void forget() {
    copies.clear();
  }

  /**
   * Answers a read.
   *
   * @param names the database's collections
   * @param documents of a collection, as they are now
   */
  synchronized BsonDocument find(
      BsonDocument command, List<String> names, Function<String, BsonArray> documents) {
    BsonDocument concern = command.getDocument("readConcern", new BsonDocument());
    BsonTimestamp time =
        concern.containsKey("atClusterTime")
            ? concern.getTimestamp("atClusterTime")
            : copy(names, documents);
    Map<String, BsonArray> copy = copies.get(time);
    if (copy == null) {
      throw new Refusal(239, "SnapshotTooOld", "Read timestamp is older than the oldest available");
    }
    String collection = command.getString("find").getValue();
    long id = FIRST_CURSOR + cursors.size();
    BsonDocument cursor =
        new BsonDocument(
                "ns", new BsonString(command.getString("$db").getValue() + "." + collection))
            .append("atClusterTime", time);
    cursors.put(id, cursor);
    left.put(id, new ArrayList<>(copy.getOrDefault(collection, new BsonArray())));
    return batch(id, "firstBatch");
  }

  synchronized boolean knows(BsonDocument command) {
    return command.containsKey("getMore")
        && cursors.containsKey(command.getNumber("getMore").longValue());
  }

  synchronized BsonDocument more(BsonDocument command) {
    return batch(command.getNumber("getMore").longValue(), "nextBatch");
  }

  private BsonTimestamp copy(List<String> names, Function<String, BsonArray> documents) {
    writers.writeLock().lock();
    try {
      Map<String, BsonArray> copy = new HashMap<>();
      names.forEach(name -> copy.put(name, documents.apply(name)));
      BsonTimestamp time = new BsonTimestamp(SECOND, ++increment);
      copies.put(time, copy);
      return time;
    } finally {
      writers.writeLock().unlock();
    }
  }

  private BsonDocument batch(long id, String name) {
    List<BsonValue> documents = left.getOrDefault(id, List.of());
    int count = Math.min(BATCH, documents.size());
    BsonArray batch = new BsonArray(documents.subList(0, count));
    left.put(id, documents.subList(count, documents.size()));
    BsonDocument cursor = cursors.getOrDefault(id, new BsonDocument()).clone().append(name, batch);
    cursor.append("id", new BsonInt64(count == documents.size() ? 0 : id));
    return new BsonDocument("cursor", cursor).append("ok", new BsonDouble(1));
  }
}
