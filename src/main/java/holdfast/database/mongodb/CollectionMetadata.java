package holdfast.database.mongodb;

import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInvalidOperationException;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.json.JsonMode;
import org.bson.json.JsonParseException;
import org.bson.json.JsonWriterSettings;

/**
 * What an archive says of a collection or a view before the documents come.
 *
 * @param options as the command {@code create} takes them
 * @param indexes as the server lists them, that of {@code _id} too
 */
record CollectionMetadata(
    String database,
    String collection,
    String type,
    BsonDocument options,
    List<BsonDocument> indexes,
    String uuid) {
  private static final JsonWriterSettings CANONICAL =
      JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();

  CollectionMetadata {
    indexes = List.copyOf(indexes);
  }

  static CollectionMetadata of(String database, Catalogue.Entry entry, List<BsonDocument> indexes) {
    return new CollectionMetadata(
        database, entry.name(), entry.type(), entry.options(), indexes, entry.uuid().orElse(""));
  }

  /**
   * By its definition, not by its type: {@code mongodump --viewsAsCollections} notes what was a
   * view, and has its documents instead.
   */
  boolean isView() {
    return options.containsKey("viewOn");
  }

  boolean isTimeSeries() {
    return type.equals("timeseries") || options.containsKey("timeseries");
  }

  boolean isCapped() {
    return options.getBoolean("capped", BsonBoolean.FALSE).getValue();
  }

  /** Of the server itself, or of users and roles: nothing that a restore brings back. */
  boolean isServers() {
    return collection.startsWith("system.") || collection.startsWith("$admin.");
  }

  String namespace() {
    return database + "." + collection;
  }

  /** As the archive's prelude holds it. */
  BsonDocument toBson() {
    BsonDocument metadata = new BsonDocument("options", options);
    metadata.append("indexes", new BsonArray(indexes));
    metadata.append("uuid", new BsonString(uuid));
    metadata.append("collectionName", new BsonString(collection));
    metadata.append("type", new BsonString(type));
    return new BsonDocument("db", new BsonString(database))
        .append("collection", new BsonString(collection))
        .append("metadata", new BsonString(metadata.toJson(CANONICAL)))
        .append("size", new BsonInt32(0))
        .append("type", new BsonString(type));
  }

  static CollectionMetadata of(BsonDocument prelude) throws MalformedArchive {
    try {
      String text = text(prelude, "metadata");
      BsonDocument metadata = text.isEmpty() ? new BsonDocument() : BsonDocument.parse(text);
      return new CollectionMetadata(
          text(prelude, "db"),
          text(prelude, "collection"),
          text(prelude, "type"),
          metadata.getDocument("options", new BsonDocument()),
          metadata.getArray("indexes", new BsonArray()).stream()
              .map(BsonValue::asDocument)
              .toList(),
          text(metadata, "uuid"));
    } catch (JsonParseException
        | BsonInvalidOperationException
        | IllegalArgumentException
        | StackOverflowError e) {
      throw new MalformedArchive(
          "what it says of the collection %s cannot be read"
              .formatted(text(prelude, "collection")));
    }
  }

  private static String text(BsonDocument document, String field) {
    return document.isString(field) ? document.getString(field).getValue() : "";
  }
}
