package holdfast.testing.mongodb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;

/** Which collections and views there are, with options, indexes and identities. Thread-safe. */
final class GateCatalog {
  private static final BsonDocument ID_INDEX = BsonDocument.parse("{key: {_id: 1}, name: '_id_'}");

  private final Map<String, Map<String, Entry>> databases = new TreeMap<>();

  private record Entry(BsonDocument options, UUID uuid, List<BsonDocument> indexes) {
    boolean isView() {
      return options.containsKey("viewOn");
    }

    BsonDocument toBson(String name) {
      String type =
          isView() ? "view" : options.containsKey("timeseries") ? "timeseries" : "collection";
      BsonDocument info = new BsonDocument("readOnly", BsonBoolean.valueOf(isView()));
      if (!isView()) {
        info.append("uuid", new BsonBinary(uuid));
      }
      return new BsonDocument("name", new BsonString(name))
          .append("type", new BsonString(type))
          .append("options", options)
          .append("info", info);
    }
  }

  /**
   * Makes a collection or view.
   *
   * @param options among them {@code idIndex}, where a client wants the index of identities so
   */
  synchronized void create(String database, String name, BsonDocument options) {
    if (collections(database).containsKey(name)) {
      throw new Refusal(48, "NamespaceExists", "Collection already exists: " + name);
    }
    if (options.isArray("pipeline")
        && options.getArray("pipeline").toString().contains("$noSuchStage")) {
      throw new Refusal(40324, "Location40324", "Unrecognized pipeline stage name");
    }
    List<BsonDocument> indexes = new ArrayList<>();
    BsonValue asked = options.remove("idIndex");
    BsonDocument idIndex = kept(asked == null ? ID_INDEX : asked.asDocument(), options);
    if (!Objects.equals(idIndex.get("collation"), options.get("collation"))) {
      throw new Refusal(
          2, "BadValue", "The _id index must have the same collation as the collection.");
    }
    if (!options.containsKey("viewOn")) {
      indexes.add(idIndex);
    }
    databases
        .computeIfAbsent(database, it -> new TreeMap<>())
        .put(name, new Entry(options, UUID.randomUUID(), indexes));
  }

  /** What happens when something is stored in a collection that is not there. */
  synchronized void ensure(String database, String name) {
    if (!collections(database).containsKey(name)) {
      create(database, name, new BsonDocument());
    }
  }

  synchronized void createIndexes(
      String database, String name, BsonArray indexes, boolean ignoresUnknown) {
    ensure(database, name);
    for (BsonDocument index : indexes.stream().map(it -> it.asDocument()).toList()) {
      if (index.remove("dropDups") != null && !ignoresUnknown) {
        throw new Refusal(
            197,
            "InvalidIndexSpecificationOption",
            "The field 'dropDups' is not valid for an index specification");
      }
    }
    for (BsonDocument index : indexes.stream().map(it -> it.asDocument()).toList()) {
      Entry entry = require(database, name);
      entry.indexes().add(kept(index, entry.options()));
    }
  }

  /** As a server lists it whose collection has these options. */
  private static BsonDocument kept(BsonDocument index, BsonDocument options) {
    BsonDocument kept = new BsonDocument("v", new BsonInt32(2));
    kept.putAll(index);
    kept.remove("ns"); // Older clients say there what it is on.
    if (kept.isDocument("collation")
        && kept.getDocument("collation").getString("locale").getValue().equals("simple")) {
      kept.remove("collation");
    } else if (options.containsKey("collation")) {
      kept.putIfAbsent("collation", options.get("collation"));
    }
    return kept;
  }

  /** Whether the backend has something of it. */
  synchronized boolean drop(String database, String name) {
    boolean isView = require(database, name).isView();
    collections(database).remove(name);
    if (collections(database).isEmpty()) {
      databases.remove(database);
    }
    return !isView;
  }

  synchronized void rename(String from, String to, boolean replaces, byte[] expected) {
    String database = from.substring(0, from.indexOf('.'));
    String source = from.substring(database.length() + 1);
    String target = to.substring(database.length() + 1);
    Entry entry = require(database, source);
    if (entry.isView()) {
      throw new Refusal(166, "CommandNotSupportedOnView", "a view cannot be renamed: " + from);
    }
    if (expected.length > 0
        && !java.util.Arrays.equals(expected, new BsonBinary(entry.uuid()).getData())) {
      throw new Refusal(361, "CollectionUUIDMismatch", "another collection has the name " + from);
    }
    if (collections(database).containsKey(target) && !replaces) {
      throw new Refusal(48, "NamespaceExists", "target namespace exists");
    }
    collections(database).remove(source);
    collections(database).put(target, entry);
  }

  synchronized void dropDatabase(String database) {
    databases.remove(database);
  }

  synchronized BsonArray listCollections(String database) {
    BsonArray all = new BsonArray();
    collections(database).forEach((name, entry) -> all.add(entry.toBson(name)));
    return all;
  }

  synchronized BsonArray listIndexes(String database, String name) {
    return new BsonArray(List.copyOf(require(database, name).indexes()));
  }

  synchronized BsonArray listDatabases() {
    BsonArray all = new BsonArray();
    databases.forEach(
        (name, collections) ->
            all.add(
                new BsonDocument("name", new BsonString(name))
                    .append("sizeOnDisk", new BsonInt64(4096L * collections.size()))
                    .append("empty", BsonBoolean.FALSE)));
    return all;
  }

  synchronized boolean isCapped(String database, String name) {
    Entry entry = collections(database).get(name);
    return entry != null && entry.options().getBoolean("capped", BsonBoolean.FALSE).getValue();
  }

  synchronized List<String> names(String database) {
    return List.copyOf(collections(database).keySet());
  }

  private Map<String, Entry> collections(String database) {
    return databases.getOrDefault(database, new TreeMap<>());
  }

  private Entry require(String database, String name) {
    Entry entry = collections(database).get(name);
    if (entry == null) {
      throw new Refusal(26, "NamespaceNotFound", "ns not found: " + database + "." + name);
    }
    return entry;
  }
}
