package holdfast.database.mongodb;

import com.mongodb.MongoException;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;

/**
 * The collections and views of a database, by name, but for the server's own ({@code system.}) and
 * temporary ones.
 */
record Catalogue(List<Entry> entries) {
  private static final String SYSTEM = "system.";
  private static final String SCRIPTS = "system.js";

  Catalogue {
    entries = List.copyOf(entries);
  }

  /**
   * A collection or a view.
   *
   * @param options as the command {@code create} takes them
   * @param uuid in hex digits; empty of a view
   */
  record Entry(String name, String type, BsonDocument options, Optional<String> uuid) {

    boolean isView() {
      return type.equals("view");
    }

    boolean isCapped() {
      return options.getBoolean("capped", BsonBoolean.FALSE).getValue();
    }

    boolean isTimeSeries() {
      return type.equals("timeseries");
    }
  }

  /**
   * What is in the database that the session's connection names.
   *
   * @throws FailureException {@code DATABASE_RIGHTS} where the user may not list it
   */
  static Catalogue of(MongoSession session) throws FailureException {
    try {
      List<BsonDocument> found = new ArrayList<>();
      session
          .client()
          .getDatabase(session.uri().database())
          .listCollections(BsonDocument.class)
          .into(found);
      return new Catalogue(
          found.stream()
              .map(Catalogue::entry)
              .filter(entry -> !isServers(entry))
              .sorted((a, b) -> a.name().compareTo(b.name()))
              .toList());
    } catch (MongoException e) {
      throw MongoFailures.of(e, session.uri(), FailureCode.DATABASE_UNREACHABLE);
    }
  }

  /** Whether there is stored JavaScript, which is in no backup. */
  static boolean hasStoredScripts(MongoSession session) {
    return session
        .client()
        .getDatabase(session.uri().database())
        .listCollectionNames()
        .filter(new BsonDocument("name", new BsonString(SCRIPTS)))
        .into(new ArrayList<>())
        .contains(SCRIPTS);
  }

  /** Those that this server cannot read as they were at one moment, where it can the others. */
  List<String> withoutMoment(MongoServer server) {
    return !server.hasSnapshots() || server.hasSnapshotsOfCapped()
        ? List.of()
        : entries.stream().filter(Entry::isCapped).map(Entry::name).toList();
  }

  private static Entry entry(BsonDocument found) {
    BsonDocument info = found.getDocument("info", new BsonDocument());
    return new Entry(
        found.getString("name").getValue(),
        found.getString("type", new BsonString("collection")).getValue(),
        found.getDocument("options", new BsonDocument()),
        info.isBinary("uuid")
            ? Optional.of(HexFormat.of().formatHex(info.getBinary("uuid").getData()))
            : Optional.empty());
  }

  private static boolean isServers(Entry entry) {
    return entry.name().startsWith(SYSTEM)
        || entry.options().getBoolean("temp", BsonBoolean.FALSE).getValue();
  }

  /** Without what restores have made, which come and go. */
  Catalogue ofPeople() {
    return new Catalogue(
        entries.stream().filter(entry -> !RestoreNames.isOfRestore(entry.name())).toList());
  }

  Set<String> names() {
    return entries.stream().map(Entry::name).collect(Collectors.toUnmodifiableSet());
  }

  /** Refuses what cannot be brought back, or not be replaced, all or nothing. */
  void refuseUnsupported(MongoUri uri) throws FailureException {
    List<String> refused =
        entries.stream()
            .filter(entry -> entry.isTimeSeries() || entry.options().containsKey("encryptedFields"))
            .map(Entry::name)
            .toList();
    if (!refused.isEmpty()) {
      throw new FailureException(
          FailureCode.DATABASE_UNSUPPORTED,
          "%s has time-series or encrypted collections: %s"
              .formatted(uri.where(), String.join(", ", refused)),
          "MongoDB cannot rename such collections, so that a restore could not be all or nothing:"
              + " move them into a database of their own, and back that up by other means.");
    }
  }
}
