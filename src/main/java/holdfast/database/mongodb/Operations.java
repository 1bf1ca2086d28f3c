package holdfast.database.mongodb;

import com.mongodb.MongoException;
import com.mongodb.ReadPreference;
import holdfast.model.RunTag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;

/**
 * What runs do at a server: operations, known by the name of their client, and open cursors, known
 * by the comment of the command that opened them. Every user may see and end its own. A connection
 * that does nothing is not among them: MongoDB lets nobody end it.
 */
final class Operations {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(50);

  /** Of the server's, that it shows no operations: to this user, or at all. */
  private static final List<Integer> NOT_SHOWN = List.of(MongoFailures.UNAUTHORIZED, 59, 40324);

  private static final List<String> HEARTBEATS = List.of("hello", "isMaster", "ismaster");

  private static final BsonDocument CURRENT =
      new BsonDocument("$currentOp", new BsonDocument("idleCursors", BsonBoolean.TRUE));

  private Operations() {}

  /**
   * Ends what the tag's run does, its own attempt and earlier ones.
   *
   * @return whether nothing is left, as far as the server tells
   */
  static boolean end(MongoSession session, RunTag tag) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    List<BsonDocument> left = of(session, tag);
    while (!left.isEmpty() && System.nanoTime() < deadline) {
      left.forEach(operation -> end(session, operation));
      Thread.sleep(PAUSE);
      left = of(session, tag);
    }
    return left.isEmpty();
  }

  private static List<BsonDocument> of(MongoSession session, RunTag tag) {
    try {
      List<BsonDocument> operations = new ArrayList<>();
      session
          .client()
          .getDatabase("admin")
          // Where killOp goes: another member's numbers are of other operations there.
          .withReadPreference(ReadPreference.primary())
          .aggregate(List.of(CURRENT), BsonDocument.class)
          .into(operations);
      operations.removeIf(
          it ->
              isHeartbeat(it)
                  || (RestoreNames.attempt(tag, text(it, "appName")).isEmpty()
                      && RestoreNames.attempt(tag, comment(it)).isEmpty()));
      return operations;
    } catch (MongoException e) {
      if (NOT_SHOWN.contains(e.getCode())) {
        return List.of();
      }
      throw e;
    }
  }

  /** A client's question whether the server lives, which begins anew for as long as it does. */
  private static boolean isHeartbeat(BsonDocument operation) {
    BsonDocument command = operation.getDocument("command", new BsonDocument());
    return HEARTBEATS.stream().anyMatch(command::containsKey);
  }

  private static String comment(BsonDocument operation) {
    return text(cursor(operation).getDocument("originatingCommand", new BsonDocument()), "comment");
  }

  private static BsonDocument cursor(BsonDocument operation) {
    return operation.getDocument("cursor", new BsonDocument());
  }

  private static void end(MongoSession session, BsonDocument operation) {
    if (operation.containsKey("opid")) {
      session.runAsAdmin(
          new BsonDocument("killOp", new BsonInt32(1)).append("op", operation.get("opid")));
    } else if (cursor(operation).containsKey("cursorId")) {
      String namespace = text(operation, "ns");
      session.run(
          new BsonDocument(
                  "killCursors", new BsonString(namespace.substring(namespace.indexOf('.') + 1)))
              .append("cursors", new BsonArray(List.of(cursor(operation).get("cursorId")))));
    }
  }

  private static String text(BsonDocument document, String field) {
    return document.isString(field) ? document.getString(field).getValue() : "";
  }
}
