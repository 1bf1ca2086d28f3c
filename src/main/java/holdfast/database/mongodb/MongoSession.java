package holdfast.database.mongodb;

import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteConcernException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.ServerAddress;
import com.mongodb.WriteConcern;
import com.mongodb.WriteConcernResult;
import com.mongodb.bulk.WriteConcernError;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;

/**
 * A client of a server that is reachable, logged in and known. Thread-safe. The driver's exceptions
 * go through it unturned.
 */
final class MongoSession implements AutoCloseable {
  private static final BsonDocument HELLO = new BsonDocument("hello", new BsonInt32(1));
  private static final BsonDocument BUILD_INFO = new BsonDocument("buildInfo", new BsonInt32(1));
  private static final BsonDocument AUTHORIZED_DATABASES =
      new BsonDocument("listDatabases", new BsonInt32(1))
          .append("nameOnly", BsonBoolean.TRUE)
          .append("authorizedDatabases", BsonBoolean.TRUE);
  private static final BsonDocument MAJORITY =
      new BsonDocument("w", new BsonString(WriteConcern.MAJORITY.getWString()));

  private final MongoUri uri;
  private final MongoClient client;
  private final MongoServer server;

  private MongoSession(MongoUri uri, MongoClient client, MongoServer server) {
    this.uri = uri;
    this.client = client;
    this.server = server;
  }

  /**
   * Connects and logs in.
   *
   * @param name as which the server knows the client
   * @throws FailureException also {@code DATABASE_UNSUPPORTED} of a server that is too old, or part
   *     of a sharded cluster
   */
  static MongoSession open(MongoUri uri, String name, Patience patience) throws FailureException {
    MongoClient client = MongoClients.create(settings(uri, name, patience));
    try {
      MongoDatabase admin = client.getDatabase("admin");
      MongoServer server =
          MongoServer.of(
              admin.runCommand(HELLO, BsonDocument.class),
              admin.runCommand(BUILD_INFO, BsonDocument.class));
      refuseUnsupported(uri, server);
      return new MongoSession(uri, client, server);
    } catch (MongoException e) {
      client.close();
      throw MongoFailures.of(e, uri, FailureCode.DATABASE_UNREACHABLE);
    } catch (FailureException e) {
      client.close();
      throw e;
    }
  }

  private static MongoClientSettings settings(MongoUri uri, String name, Patience patience)
      throws FailureException {
    return MongoClientSettings.builder()
        .applyConnectionString(uri.forDriver())
        .applicationName(name)
        .writeConcern(WriteConcern.MAJORITY)
        .applyToClusterSettings(
            it -> it.serverSelectionTimeout(patience.toConnect().toMillis(), TimeUnit.MILLISECONDS))
        .applyToServerSettings(
            it ->
                it.minHeartbeatFrequency(patience.betweenLooks().toMillis(), TimeUnit.MILLISECONDS))
        .applyToSocketSettings(
            it ->
                it.connectTimeout(patience.toConnect().toMillis(), TimeUnit.MILLISECONDS)
                    .readTimeout(patience.toAnswer().toMillis(), TimeUnit.MILLISECONDS))
        .build();
  }

  private static void refuseUnsupported(MongoUri uri, MongoServer server) throws FailureException {
    if (server.isTooOld()) {
      throw new FailureException(
          FailureCode.DATABASE_UNSUPPORTED,
          "the server %s is mongodb %s".formatted(uri.server(), server.version()),
          "Holdfast works with MongoDB 4.4 and newer: upgrade the server.");
    }
    if (server.kind() == MongoServer.Kind.MONGOS) {
      throw new FailureException(
          FailureCode.DATABASE_UNSUPPORTED,
          "the server %s belongs to a sharded cluster".formatted(uri.server()),
          "Holdfast backs up standalone servers and replica sets; a sharded cluster has no dump of"
              + " one moment.");
    }
  }

  /** How long is waited for a server. Both at most 24 days. */
  record Patience(Duration toConnect, Duration toAnswer) {

    /** How long until a server that did not answer is looked for again. */
    Duration betweenLooks() {
      return toConnect.dividedBy(20);
    }

    Patience withAnswer(Duration other) {
      return new Patience(toConnect, other);
    }
  }

  MongoUri uri() {
    return uri;
  }

  MongoServer server() {
    return server;
  }

  MongoClient client() {
    return client;
  }

  /**
   * The database that the connection names, read at the primary whatever the connection prefers: a
   * secondary that lags would tell of a journal that has moved on.
   */
  MongoDatabase database() {
    return client
        .getDatabase(uri.database())
        .withReadConcern(ReadConcern.MAJORITY)
        .withReadPreference(ReadPreference.primary());
  }

  /** Runs a command at the primary, in the database that the connection names. */
  BsonDocument run(BsonDocument command) {
    return run(uri.database(), command);
  }

  BsonDocument runAsAdmin(BsonDocument command) {
    return run("admin", command);
  }

  private BsonDocument run(String database, BsonDocument command) {
    return requireLasting(
        client
            .getDatabase(database)
            .runCommand(command, ReadPreference.primary(), BsonDocument.class));
  }

  /**
   * A primary that steps down says ok and, beside it, that what it did may be undone: of commands
   * that the driver does not know it reads only the ok.
   */
  private static BsonDocument requireLasting(BsonDocument answer) {
    if (answer.isDocument("writeConcernError")) {
      BsonDocument error = answer.getDocument("writeConcernError");
      throw new MongoWriteConcernException(
          new WriteConcernError(
              error.getNumber("code", new BsonInt32(0)).intValue(),
              error.getString("codeName", new BsonString("")).getValue(),
              error.getString("errmsg", new BsonString("")).getValue(),
              new BsonDocument()),
          WriteConcernResult.unacknowledged(),
          new ServerAddress(),
          List.of());
    }
    return answer;
  }

  /** A command whose effect is to outlive the loss of the primary. */
  static BsonDocument lasting(BsonDocument command) {
    return command.append("writeConcern", MAJORITY);
  }

  /** Drops a collection or a view; that there is none is well too. */
  void drop(String collection) {
    try {
      run(lasting(new BsonDocument("drop", new BsonString(collection))));
    } catch (MongoException e) {
      if (e.getCode() != MongoFailures.NAMESPACE_NOT_FOUND) {
        throw e;
      }
    }
  }

  /**
   * Refuses a database that is not there. MongoDB makes databases when something is stored in them,
   * and a mistyped name would look like an empty one.
   */
  void requireDatabase() throws FailureException {
    try {
      if (names().contains(uri.database())) {
        return;
      }
    } catch (MongoException e) {
      throw MongoFailures.of(e, uri, FailureCode.DATABASE_UNREACHABLE);
    }
    // Who has no right to it is not shown it either, but is told so here.
    Catalogue.of(this);
    throw new FailureException(
        FailureCode.DATABASE_MISSING,
        "there is no database " + uri.where(),
        "Check the database's name in the connection uri; to restore into it, make it first by"
            + " creating a collection in it, for example: db.createCollection(\"empty\").");
  }

  private List<String> names() {
    return runAsAdmin(AUTHORIZED_DATABASES).getArray("databases").stream()
        .map(database -> database.asDocument().getString("name").getValue())
        .toList();
  }

  @Override
  public void close() {
    client.close();
  }
}
