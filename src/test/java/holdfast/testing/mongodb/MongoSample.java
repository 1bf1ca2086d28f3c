package holdfast.testing.mongodb;

import com.mongodb.client.MongoDatabase;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;

/** A small but realistic database: a bit of everything that a dump has to bring back. */
public final class MongoSample {
  private static final int CUSTOMERS = 3000;
  private static final String TEXT = "a line that makes the document as long as documents are. ";

  private MongoSample() {}

  static void fill(MongoDatabase database) {
    database.runCommand(
        BsonDocument.parse(
            """
            {create: "customer", validator: {name: {$type: "string"}}, validationLevel: "moderate",
             collation: {locale: "de", strength: 2}}
            """));
    database.runCommand(
        BsonDocument.parse(
            "{create: 'Order\u00a7 \"2026\" 🧾', capped: true, size: 1048576, max: 5000}"));
    database.runCommand(BsonDocument.parse("{create: 'empty one'}"));
    database.runCommand(
        BsonDocument.parse(
            """
            {create: "happy", viewOn: "customer", pipeline: [{$match: {mood: "happy"}}]}
            """));
    database.runCommand(
        BsonDocument.parse(
            """
            {create: "a first look", viewOn: "happy", pipeline: [{$project: {name: 1}}]}
            """));
    database.runCommand(
        BsonDocument.parse(
            """
            {createIndexes: "customer", indexes: [
              {key: {email: 1}, name: "email_1", unique: true},
              {key: {name: 1, born: -1}, name: "by name", partialFilterExpression: {born: {$gt: 0}}},
              {key: {seen: 1}, name: "seen_ttl", expireAfterSeconds: 86400}]}
            """));
    insert(database, "customer", CUSTOMERS);
    insert(database, "Order\u00a7 \"2026\" 🧾", 200);
  }

  private static void insert(MongoDatabase database, String collection, int count) {
    List<BsonDocument> documents = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      documents.add(
          BsonDocument.parse(
              """
              {_id: %d, email: "user%d@example.org", name: "Zoë 🦊 %d", born: {$numberLong: "%d"},
               tags: ["a,b", null, {deep: {er: [1.5, true]}}],
               mood: "%s", text: "%s"}
              """
                  .formatted(
                      i, i, i, i * 1000L, i % 3 == 0 ? "happy" : "sad", TEXT.repeat(i % 7))));
    }
    database.getCollection(collection, BsonDocument.class).insertMany(documents);
  }

  static void change(MongoDatabase database) {
    String mark = Long.toHexString(System.nanoTime());
    database
        .getCollection("newer " + mark, BsonDocument.class)
        .insertOne(BsonDocument.parse("{n: 1}"));
    database
        .getCollection("customer", BsonDocument.class)
        .deleteMany(BsonDocument.parse("{_id: {$lt: 100}}"));
    database
        .getCollection("customer", BsonDocument.class)
        .insertOne(BsonDocument.parse("{name: 'changed " + mark + "'}"));
    database.runCommand(
        BsonDocument.parse("{create: 'view " + mark + "', viewOn: 'customer', pipeline: []}"));
    if (database.listCollectionNames().into(new ArrayList<>()).contains("happy")) {
      database.runCommand(BsonDocument.parse("{drop: 'happy'}"));
    }
  }

  /** The document's bytes. */
  public static String hex(RawBsonDocument document) {
    ByteBuffer bytes = document.getByteBuffer().asNIO();
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return HexFormat.of().formatHex(copy);
  }
}
