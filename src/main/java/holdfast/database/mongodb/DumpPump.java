package holdfast.database.mongodb;

import com.mongodb.ClientSessionOptions;
import com.mongodb.ReadConcern;
import com.mongodb.client.ClientSession;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoDatabase;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Reads a database, collection after collection, and writes the archive into a conduit. On a
 * replica set all reads show the moment of the first one. Works in a virtual thread, so that an
 * interrupt frees it from a read that the server does not answer.
 */
final class DumpPump implements Runnable {
  /** What the archive says who wrote it. */
  static final String TOOL = "holdfast";

  private final MongoSession session;
  private final String name;
  private final Catalogue catalogue;
  private final Conduit conduit;
  private final ArchiveWriter writer;
  private volatile @Nullable FailureException failure;
  private volatile @Nullable BsonTimestamp moment;
  private boolean ended;

  /**
   * @param name as which the server knows the run
   * @param catalogue what is to be read
   */
  DumpPump(MongoSession session, String name, Catalogue catalogue, Conduit conduit) {
    this.session = session;
    this.name = name;
    this.catalogue = catalogue;
    this.conduit = conduit;
    this.writer = new ArchiveWriter(conduit.entrance());
  }

  /** Why it ended before its end; empty while it works and where it ended well. */
  Optional<FailureException> failure() {
    return Optional.ofNullable(failure);
  }

  /** The cluster time that all of the dump shows; empty where there is none. */
  Optional<BsonTimestamp> moment() {
    return Optional.ofNullable(moment);
  }

  /** The collections that do not show the moment of the others. */
  List<String> withoutMoment() {
    return catalogue.withoutMoment(session.server());
  }

  @Override
  public void run() {
    try {
      write();
      conduit.end();
      ended = true;
    } catch (RuntimeException e) {
      // Of any kind: whoever reads would wait for ever for a pump that died of another.
      fail(MongoFailures.of(e, session.uri(), FailureCode.DUMP_FAILED));
    } catch (FailureException e) {
      fail(e);
    } catch (IOException e) {
      fail(
          new FailureException(
              FailureCode.ABORTED,
              "the dump of " + session.uri().where() + " was given up",
              "Start it again."));
    } finally {
      if (!ended) {
        conduit.shut(); // After an Error too.
      }
    }
  }

  private void fail(FailureException why) {
    failure = why;
  }

  private void write() throws IOException {
    MongoDatabase database = session.client().getDatabase(session.uri().database());
    List<CollectionMetadata> contents = new ArrayList<>();
    for (Catalogue.Entry entry : catalogue.entries()) {
      contents.add(
          CollectionMetadata.of(
              session.uri().database(), entry, entry.isView() ? List.of() : indexes(entry.name())));
    }
    writer.contents(session.server().version(), TOOL, contents);
    if (session.server().hasSnapshots()) {
      ClientSessionOptions options = ClientSessionOptions.builder().snapshot(true).build();
      try (ClientSession snapshot = session.client().startSession(options)) {
        writeAll(contents, database, snapshot);
        moment = snapshot.getSnapshotTimestamp();
      }
    } else {
      writeAll(contents, database, null);
    }
    refuseChanges(contents);
  }

  private List<BsonDocument> indexes(String collection) {
    return session
        .client()
        .getDatabase(session.uri().database())
        .getCollection(collection)
        .listIndexes(BsonDocument.class)
        .into(new ArrayList<>());
  }

  private void writeAll(
      List<CollectionMetadata> contents, MongoDatabase database, @Nullable ClientSession snapshot)
      throws IOException {
    for (CollectionMetadata collection : contents) {
      if (!collection.isView()) {
        writeDocuments(collection, database, snapshot);
      }
      writer.end(collection);
    }
  }

  /** In the collection's own order, which is what counts in capped ones. */
  private void writeDocuments(
      CollectionMetadata metadata, MongoDatabase database, @Nullable ClientSession snapshot)
      throws IOException {
    MongoCollection<RawBsonDocument> collection =
        database.getCollection(metadata.collection(), RawBsonDocument.class);
    FindIterable<RawBsonDocument> all;
    if (snapshot == null) {
      all = collection.find();
    } else if (metadata.isCapped() && !session.server().hasSnapshotsOfCapped()) {
      all = collection.withReadConcern(ReadConcern.MAJORITY).find();
    } else {
      all = collection.find(snapshot);
    }
    try (MongoCursor<RawBsonDocument> documents = all.comment(name).cursor()) {
      while (documents.hasNext()) {
        writer.document(metadata, documents.next());
      }
    }
  }

  /** A collection made, dropped or renamed meanwhile may be in the dump by half. */
  private void refuseChanges(List<CollectionMetadata> contents) throws FailureException {
    List<Catalogue.Entry> now = new ArrayList<>(Catalogue.of(session).ofPeople().entries());
    List<Catalogue.Entry> changed = new ArrayList<>(catalogue.entries());
    changed.removeAll(now);
    now.removeAll(catalogue.entries());
    changed.addAll(now);
    List<String> names = new ArrayList<>(changed.stream().map(Catalogue.Entry::name).toList());
    for (CollectionMetadata collection : contents) {
      if (!collection.isView() && !collection.indexes().equals(indexes(collection.collection()))) {
        names.add(collection.collection());
      }
    }
    if (!names.isEmpty()) {
      throw new FailureException(
          FailureCode.DUMP_FAILED,
          "collections of %s were made, dropped, renamed or changed during the dump: %s"
              .formatted(
                  session.uri().where(), String.join(", ", names.stream().distinct().toList())),
          "Try again when that is done.");
    }
  }
}
