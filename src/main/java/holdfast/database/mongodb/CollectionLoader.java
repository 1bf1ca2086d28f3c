package holdfast.database.mongodb;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.InsertManyOptions;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.RunLog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.RawBsonDocument;

/**
 * Loads the collections of an archive beside those of the target. Holds no more than one batch.
 * What the driver throws goes through it. For one thread.
 */
final class CollectionLoader implements ArchiveSink {
  private static final int BATCH_DOCUMENTS = 1000;
  private static final int BATCH_BYTES = 16 * 1024 * 1024;
  private static final InsertManyOptions AS_THEY_COME =
      new InsertManyOptions().ordered(true).bypassDocumentValidation(true);

  /**
   * What old servers noted of a collection and no server takes, and what is of the command that
   * makes one: a file from elsewhere must not say where it is made.
   */
  private static final Set<String> NOT_OPTIONS =
      Set.of(
          "autoIndexId",
          "temp",
          "flags",
          "uuid",
          "create",
          "writeConcern",
          "readConcern",
          "maxTimeMS",
          "comment",
          "lsid",
          "txnNumber",
          "startTransaction",
          "autocommit",
          "apiVersion",
          "apiStrict",
          "apiDeprecationErrors");

  private final MongoSession session;
  private final RestoreNames names;
  private final Journal journal;
  private final RunLog log;
  private final Map<String, String> fresh = new LinkedHashMap<>();
  private final Map<String, Long> counts = new HashMap<>();
  private final Map<String, Long> doubles = new HashMap<>();
  private final List<SwapPlan.View> views = new ArrayList<>();
  private final List<RawBsonDocument> batch = new ArrayList<>();
  private int batchBytes;
  private String batchOf = "";
  private boolean began;

  CollectionLoader(MongoSession session, RestoreNames names, Journal journal, RunLog log) {
    this.session = session;
    this.names = names;
    this.journal = journal;
    this.log = log;
  }

  /** Whether something may have been made in the target. */
  boolean hasBegun() {
    return began;
  }

  /** Where the backup's collections are, by the names that they are to have. */
  Map<String, String> fresh() {
    return fresh;
  }

  List<SwapPlan.View> views() {
    return views;
  }

  @Override
  public void contents(List<CollectionMetadata> collections) throws FailureException {
    began = true;
    journal.create();
    Swap.rehearse(session, names);
    for (CollectionMetadata collection : collections) {
      if (collection.isServers()) {
        log.line("holdfast", "not restored, since it is the server's: " + collection.collection());
      } else if (RestoreNames.isOfRestore(collection.collection())) {
        log.line("holdfast", "not restored, since a restore made it: " + collection.collection());
      } else if (collection.isView()) {
        SwapPlan.View view = new SwapPlan.View(collection.collection(), options(collection));
        Swap.rehearse(session, names, view);
        views.add(view);
      } else {
        create(collection);
      }
    }
  }

  private void create(CollectionMetadata collection) {
    String name = names.fresh(fresh.size());
    fresh.put(collection.collection(), name);
    BsonDocument command = new BsonDocument("create", new BsonString(name));
    command.putAll(options(collection));
    session.run(MongoSession.lasting(command));
  }

  private static BsonDocument options(CollectionMetadata collection) {
    BsonDocument options = collection.options().clone();
    options.keySet().removeIf(name -> NOT_OPTIONS.contains(name) || name.startsWith("$"));
    return options;
  }

  @Override
  public void document(CollectionMetadata collection, byte[] bytes, int offset, int length)
      throws FailureException {
    String name = fresh.get(collection.collection());
    if (name == null) {
      return;
    }
    if (batch.size() == BATCH_DOCUMENTS || batchBytes + length > BATCH_BYTES) {
      pause();
    }
    batchOf = name;
    batch.add(new RawBsonDocument(Arrays.copyOfRange(bytes, offset, offset + length)));
    batchBytes += length;
  }

  /** Sends what is in hand. */
  @Override
  public void pause() throws FailureException {
    if (batch.isEmpty()) {
      return;
    }
    if (journal.state().filter(Journal.State.LOADING::equals).isEmpty()) {
      throw failed("it was told from outside to end");
    }
    int twice = store(session.database().getCollection(batchOf, RawBsonDocument.class));
    counts.merge(batchOf, (long) batch.size() - twice, Long::sum);
    doubles.merge(batchOf, (long) twice, Long::sum);
    batch.clear();
    batchBytes = 0;
  }

  /**
   * Stores the batch. A dump that is not of one moment has a document twice that was deleted and
   * stored again while it was read: the later one is kept.
   *
   * @return how many took the place of an earlier one
   */
  private int store(MongoCollection<RawBsonDocument> collection) {
    List<RawBsonDocument> left = batch;
    int twice = 0;
    while (true) {
      try {
        collection.insertMany(left, AS_THEY_COME);
        return twice;
      } catch (MongoBulkWriteException e) {
        if (MongoFailures.numberOf(e) != MongoFailures.DUPLICATE_KEY) {
          throw e;
        }
        left = left.subList(e.getWriteErrors().getFirst().getIndex(), left.size());
        BsonDocument same = new BsonDocument("$eq", left.getFirst().get("_id"));
        if (collection.deleteOne(new BsonDocument("_id", same)).getDeletedCount() != 1) {
          throw e;
        }
        twice++;
      }
    }
  }

  @Override
  public void end(CollectionMetadata collection) throws FailureException {
    pause();
    String name = fresh.get(collection.collection());
    if (name == null) {
      return;
    }
    requireCount(collection, name);
    if (doubles.getOrDefault(name, 0L) > 0) {
      log.line(
          "holdfast",
          "%d documents of %s were in the backup twice, since they were stored anew while it was"
                  .formatted(doubles.get(name), collection.collection())
              + " made; the later ones were restored");
    }
    new IndexBuilder(session, log).build(collection, name);
  }

  /** Before the indexes, of which one may let documents expire. */
  private void requireCount(CollectionMetadata collection, String name) throws FailureException {
    long expected = counts.getOrDefault(name, 0L);
    MongoCollection<?> loaded = session.database().getCollection(name);
    if (collection.options().containsKey("capped")
        || expires(collection)
        || loaded.estimatedDocumentCount() == expected) {
      return;
    }
    // The quick count is wrong on a server that has crashed meanwhile.
    long found = loaded.countDocuments();
    if (found != expected) {
      throw failed(
          "of %d documents of %s, %d were stored"
              .formatted(expected, collection.collection(), found));
    }
  }

  private static boolean expires(CollectionMetadata collection) {
    return collection.options().containsKey("expireAfterSeconds");
  }

  private FailureException failed(String why) {
    return new FailureException(
        FailureCode.RESTORE_FAILED,
        "cannot restore into %s: %s".formatted(session.uri().where(), why),
        "The database is what it was; restore again if it is still wanted.");
  }
}
