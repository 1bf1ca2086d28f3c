package holdfast.database.mongodb;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import holdfast.database.Probe;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.FoundDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.bson.BsonDocument;

/** Looks at a server and its databases. */
final class MongoProbe {
  private MongoProbe() {}

  static Probe of(MongoUri uri, MongoSession.Patience patience) throws FailureException {
    try (MongoSession session = MongoSession.open(uri, "holdfast", patience)) {
      session.requireDatabase();
      Catalogue catalogue = Catalogue.of(session).ofPeople();
      List<String> warnings = new ArrayList<>();
      warn(session, catalogue, warnings);
      return new Probe(
          session.server().version(), size(session), isEmpty(session, catalogue), warnings);
    } catch (MongoException e) {
      throw MongoFailures.of(e, uri, FailureCode.DATABASE_UNREACHABLE);
    }
  }

  static List<FoundDatabase> databases(MongoUri uri, MongoSession.Patience patience)
      throws FailureException {
    try (MongoSession session = MongoSession.open(uri, "holdfast", patience)) {
      return databases(session).stream()
          .filter(database -> !MongoUri.OF_THE_SERVER.contains(database.name()))
          .sorted((a, b) -> a.name().compareTo(b.name()))
          .toList();
    } catch (MongoException e) {
      throw MongoFailures.of(e, uri, FailureCode.DATABASE_UNREACHABLE);
    }
  }

  /** A server that is asked for all, not for what the user has a right to, refuses or gives all. */
  static void requireAll(MongoUri uri, MongoSession.Patience patience) throws FailureException {
    try (MongoSession session = MongoSession.open(uri, "holdfast", patience)) {
      session.client().listDatabases().authorizedDatabasesOnly(false).nameOnly(true).first();
    } catch (MongoCommandException e) {
      if (e.getErrorCode() != MongoFailures.UNAUTHORIZED) {
        throw MongoFailures.of(e, uri, FailureCode.DATABASE_UNREACHABLE);
      }
      throw new FailureException(
          FailureCode.DATABASE_RIGHTS,
          uri.who() + " may not see all databases of the server",
          "Grant a role with the action listDatabases, such as readAnyDatabase in the database admin.");
    } catch (MongoException e) {
      throw MongoFailures.of(e, uri, FailureCode.DATABASE_UNREACHABLE);
    }
  }

  private static List<FoundDatabase> databases(MongoSession session) {
    List<FoundDatabase> found = new ArrayList<>();
    for (BsonDocument database : session.client().listDatabases(BsonDocument.class)) {
      found.add(
          new FoundDatabase(
              database.getString("name").getValue(),
              database.isNumber("sizeOnDisk")
                  ? OptionalLong.of(database.getNumber("sizeOnDisk").longValue())
                  : OptionalLong.empty()));
    }
    return found;
  }

  private static long size(MongoSession session) {
    return databases(session).stream()
        .filter(database -> database.name().equals(session.uri().database()))
        .mapToLong(database -> database.sizeBytes().orElse(0))
        .findFirst()
        .orElse(0);
  }

  /** MongoDB has no database without a collection: one without documents is as good as empty. */
  static boolean isEmpty(MongoSession session, Catalogue catalogue) {
    return catalogue.entries().stream()
        .noneMatch(
            entry ->
                entry.isView()
                    || session.database().getCollection(entry.name()).find().limit(1).first()
                        != null);
  }

  private static void warn(MongoSession session, Catalogue catalogue, List<String> warnings) {
    try {
      catalogue.refuseUnsupported(session.uri());
    } catch (FailureException e) {
      warnings.add(
          "Backups will not work: %s. %s".formatted(e.failure().message(), e.failure().hint()));
    }
    if (Catalogue.hasStoredScripts(session)) {
      warnings.add("Stored JavaScript (system.js) is not in backups: keep its source elsewhere.");
    }
    List<String> capped = catalogue.withoutMoment(session.server());
    if (!capped.isEmpty()) {
      warnings.add(
          "Before MongoDB 8.0 capped collections cannot be read at one moment with the others; in"
              + " backups these may be a little newer or older: %s."
                  .formatted(String.join(", ", capped)));
    }
    if (!session.server().hasSnapshots()) {
      warnings.add(
          "Backups will not be of one moment: collections that change together may not fit together"
              + " in them. Run MongoDB 5.0 or newer as a replica set, of one member if need be.");
    }
  }
}
