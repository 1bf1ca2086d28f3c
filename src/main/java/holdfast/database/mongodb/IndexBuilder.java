package holdfast.database.mongodb;

import com.mongodb.MongoCommandException;
import holdfast.model.RunLog;
import java.util.List;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;

/** Builds the indexes of a collection that is loaded, as an archive lists them. */
final class IndexBuilder {
  /** What servers note of an index and do not take. */
  private static final Set<String> NOT_OPTIONS = Set.of("ns", "background", "buildUUID");

  private final MongoSession session;
  private final RunLog log;

  IndexBuilder(MongoSession session, RunLog log) {
    this.session = session;
    this.log = log;
  }

  /**
   * @param name where the collection is
   */
  void build(CollectionMetadata collection, String name) {
    boolean collates = collection.options().containsKey("collation");
    List<BsonDocument> indexes =
        collection.indexes().stream()
            .filter(IndexBuilder::isMade)
            .map(index -> index(index, collates))
            .toList();
    if (indexes.isEmpty()) {
      return;
    }
    BsonDocument command =
        MongoSession.lasting(
            new BsonDocument("createIndexes", new BsonString(name))
                .append("indexes", new BsonArray(indexes)));
    try {
      session.run(command);
    } catch (MongoCommandException e) {
      buildWithout(command, collection, e);
    }
  }

  /**
   * A server keeps, and lists, options of indexes that were made by older ones and that no server
   * takes any more. mongorestore leaves them out without a word.
   */
  private void buildWithout(
      BsonDocument command, CollectionMetadata collection, MongoCommandException refused) {
    if (refused.getErrorCode() != MongoFailures.INVALID_INDEX_OPTION) {
      throw refused;
    }
    session.run(command.append("ignoreUnknownIndexOptions", BsonBoolean.TRUE));
    log.line(
        "holdfast",
        "the indexes of %s were made without options that the server does not know: %s"
            .formatted(collection.collection(), MongoFailures.words(refused, session.uri())));
  }

  /** That of {@code _id} is there from the beginning, or the collection is clustered by it. */
  private static boolean isMade(BsonDocument index) {
    return !index.containsKey("clustered")
        && !index.getString("name", new BsonString("")).getValue().equals("_id_");
  }

  /**
   * As {@code createIndexes} takes it. A server lists no collation of an index that compares byte
   * by byte, and gives one without the collection's own, which sorts otherwise and is unique by
   * other rules.
   */
  private static BsonDocument index(BsonDocument listed, boolean collates) {
    BsonDocument index = listed.clone();
    NOT_OPTIONS.forEach(index::remove);
    if (collates && !index.containsKey("collation")) {
      index.append("collation", new BsonDocument("locale", new BsonString("simple")));
    }
    return index;
  }
}
