package holdfast.testing.mongodb;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;

/** What goes on at the server: operations and open cursors. Thread-safe. */
final class GateOperations {
  private final AtomicLong number = new AtomicLong();
  private final Map<Long, Operation> running = new ConcurrentHashMap<>();
  private final Map<Long, BsonDocument> cursors = new ConcurrentHashMap<>();
  private int blockades;

  private record Operation(long id, String client, String command) {
    BsonDocument toBson() {
      return new BsonDocument("type", new BsonString("op"))
          .append("opid", new BsonInt64(id))
          .append("appName", new BsonString(client))
          .append("op", new BsonString("command"))
          .append("command", new BsonDocument(command, new BsonInt32(1)));
    }
  }

  long begin(String client, String command) {
    long id = number.incrementAndGet();
    running.put(id, new Operation(id, client, command));
    return id;
  }

  void end(long id) {
    running.remove(id);
  }

  synchronized void kill(long id) {
    Operation killed = running.remove(id);
    if (killed != null && killed.command().equals("hello")) {
      beginHeartbeat(killed.client());
    }
    notifyAll();
  }

  /** Waits while reads are blocked, or until the operation is killed. */
  synchronized void awaitLeave(long id) {
    while (blockades > 0 && running.containsKey(id)) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    requireAlive(id);
  }

  void requireAlive(long id) {
    if (!running.containsKey(id)) {
      throw new Refusal(11601, "Interrupted", "operation was interrupted");
    }
  }

  /** A client's question whether the server lives, as it waits there for as long as the client. */
  void beginHeartbeat(String client) {
    begin(client, "hello");
  }

  synchronized void block(boolean begins) {
    blockades += begins ? 1 : -1;
    notifyAll();
  }

  /** Notes what became of a cursor: one of number 0 is none. */
  void noteCursor(BsonDocument command, BsonDocument cursor) {
    long id = cursor.getNumber("id").longValue();
    if (command.containsKey("getMore") && id == 0) {
      cursors.remove(command.getNumber("getMore").longValue());
    } else if (command.containsKey("find") && id != 0) {
      cursors.put(
          id,
          new BsonDocument("type", new BsonString("idleCursor"))
              .append("ns", cursor.getString("ns"))
              .append(
                  "cursor",
                  new BsonDocument("cursorId", new BsonInt64(id))
                      .append(
                          "originatingCommand",
                          new BsonDocument(
                              "comment", command.getString("comment", new BsonString(""))))));
    }
  }

  void killCursors(BsonArray ids) {
    ids.forEach(id -> cursors.remove(id.asNumber().longValue()));
  }

  BsonArray current() {
    return new BsonArray(
        Stream.concat(running.values().stream().map(Operation::toBson), cursors.values().stream())
            .toList());
  }

  /** What a client of this name, or the cursors with such a comment, do. */
  List<String> of(String prefix) {
    return current().stream()
        .map(Object::toString)
        .filter(it -> it.contains("\"" + prefix))
        .toList();
  }
}
