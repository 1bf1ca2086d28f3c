package holdfast.testing.mongodb;

import com.mongodb.client.MongoDatabase;
import holdfast.model.ConnectionUri;
import holdfast.model.RunTag;
import holdfast.testing.SampleDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;

/** One database at a server of the tests. */
public record TestMongoDatabase(TestMongo server, String name) implements SampleDatabase {

  @Override
  public ConnectionUri connection() {
    return connection(TestMongo.KEEPER, TestMongo.PASSWORD);
  }

  public ConnectionUri connection(String user, String password) {
    return new ConnectionUri(TestMongo.uri(user, password, server.port(), name));
  }

  @Override
  public ConnectionUri connectionWithPassword(String password) {
    return connection(TestMongo.KEEPER, password);
  }

  @Override
  public ConnectionUri connectionThrough(int port) {
    return new ConnectionUri(TestMongo.uri(TestMongo.KEEPER, TestMongo.PASSWORD, port, name));
  }

  @Override
  public ConnectionUri connectionToMissing() {
    return new ConnectionUri(
        TestMongo.uri(TestMongo.KEEPER, TestMongo.PASSWORD, server.port(), name + "-gone"));
  }

  @Override
  public int port() {
    return server.port();
  }

  @Override
  public String password() {
    return TestMongo.PASSWORD;
  }

  /** As the one who owns the server. */
  public MongoDatabase open() {
    return server.database(name);
  }

  @Override
  public void fill() {
    MongoSample.fill(open());
  }

  @Override
  public void change() {
    MongoSample.change(open());
  }

  /**
   * By name: what the server says of a collection but for its identity, its indexes, and how many
   * documents there are and a hash of their bytes in their order. Without what restores keep beside
   * until they are settled; {@link #leftoversOf} has that.
   */
  @Override
  public Map<String, List<String>> contents() {
    Map<String, List<String>> contents = new TreeMap<>();
    for (BsonDocument found : open().listCollections(BsonDocument.class)) {
      String collection = found.getString("name").getValue();
      if (collection.startsWith("holdfast_")) {
        continue;
      }
      List<String> lines = new ArrayList<>();
      lines.add(found.getString("type").getValue() + " " + found.getDocument("options").toJson());
      if (!found.getString("type").getValue().equals("view")) {
        open()
            .getCollection(collection)
            .listIndexes(BsonDocument.class)
            .forEach(index -> lines.add(index.toJson()));
        List<String> documents = documents(collection);
        lines.add(documents.size() + " documents with the hash " + documents.hashCode());
      }
      contents.put(collection, lines);
    }
    return contents;
  }

  /** All documents of a collection, byte by byte, in their order. */
  public List<String> documents(String collection) {
    List<String> documents = new ArrayList<>();
    open()
        .getCollection(collection, RawBsonDocument.class)
        .find()
        .forEach(document -> documents.add(MongoSample.hex(document)));
    return documents;
  }

  /** How many documents of a collection only a dump shows, for the server does not decode them. */
  public int opaque(String collection) {
    return server.keptAside(name + "." + collection);
  }

  @Override
  public Blockade block() {
    server.block(true);
    AtomicBoolean undone = new AtomicBoolean();
    return () -> {
      if (undone.compareAndSet(false, true)) {
        server.block(false);
      }
    };
  }

  @Override
  public List<String> leftoversOf(RunTag tag) {
    List<String> found = new ArrayList<>(server.operationsOf(tag.sessionNamePrefix()));
    for (String collection : open().listCollectionNames()) {
      if (collection.startsWith(tag.sessionNamePrefix())) {
        found.add("collection " + collection);
      }
    }
    return found;
  }
}
