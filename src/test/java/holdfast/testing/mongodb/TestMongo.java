package holdfast.testing.mongodb;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import holdfast.testing.DocumentedStatements;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bson.BsonDocument;

/** One running server of the tests, and what they ask of it beside the driver. Thread-safe. */
public final class TestMongo {
  /** The user that backs up and restores, with the roles that docs/databases.md gives it. */
  public static final String KEEPER = "keeper";

  /** May read, as a user for backups alone. */
  public static final String READER = "reader";

  /** May read and write, but is no dbAdmin. */
  public static final String WRITER = "writer";

  /** With the roles that docs/databases.md gives who backs up and restores all databases. */
  public static final String EVERYWHERE = "everywhere";

  /** May nothing. */
  public static final String NOBODY = "nobody";

  private static final String OWNER = "owner";

  /** With everything that has to be encoded somewhere on its way. */
  public static final String PASSWORD = "s3cr:t/p@ss \\w'örd%";

  private static final Pattern ROLE = Pattern.compile("\\{ role: '(\\w+)', db: 'admin' }");

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final Gate gate;
  private final MongoClient owner;
  private final Queue<String> databases = new ConcurrentLinkedQueue<>();

  private TestMongo(Gate gate) {
    this.gate = gate;
    this.owner = MongoClients.create(uri(OWNER, PASSWORD, gate.port(), ""));
  }

  /**
   * A server of one's own.
   *
   * @param setName empty for one that stands alone
   */
  public static TestMongo start(String setName) {
    try {
      MongoServer backend = new MongoServer(new MemoryBackend());
      int port = backend.bind().getPort();
      Map<String, Gate.User> users =
          Map.of(
              OWNER, new Gate.User(PASSWORD, Set.of("readWrite", "dbAdmin")),
              KEEPER, new Gate.User(PASSWORD, Set.of("readWrite", "dbAdmin")),
              EVERYWHERE, new Gate.User(PASSWORD, rolesForAll()),
              READER, new Gate.User(PASSWORD, Set.of("read")),
              WRITER, new Gate.User(PASSWORD, Set.of("readWrite")),
              NOBODY, new Gate.User(PASSWORD, Set.of()));
      return new TestMongo(new Gate(Gate.freeDoor(), port, users, "8.0.14", setName));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those that docs/databases.md gives who backs up and restores all databases. */
  public static Set<String> rolesForAll() {
    String statement = DocumentedStatements.below("All databases of a MongoDB server", "js");
    return ROLE.matcher(statement)
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** How many documents of a collection the server keeps as nothing but bytes. */
  int keptAside(String namespace) {
    return gate.keptAside(namespace);
  }

  /** Makes a user, with the password of all. */
  public void makeUser(String name, Set<String> roles) {
    gate.makeUser(name, new Gate.User(PASSWORD, roles));
  }

  public int port() {
    return gate.port();
  }

  /** A new database, with the one empty collection that MongoDB needs for it. */
  public TestMongoDatabase createDatabase() {
    String name = "shop-" + NUMBER.incrementAndGet();
    databases.add(name);
    database(name).createCollection("empty");
    return new TestMongoDatabase(this, name);
  }

  /** A database that somebody else makes, with the name of one at another server. */
  public TestMongoDatabase expectDatabase(String name) {
    databases.add(name);
    return new TestMongoDatabase(this, name);
  }

  /** Drops the databases made by {@link #createDatabase} and those that were expected. */
  public void dropDatabases() {
    for (String name = databases.poll(); name != null; name = databases.poll()) {
      database(name).drop();
    }
    gate.snapshots.forget();
    gate.forgetCommands();
  }

  /** As the one who owns the server. */
  public MongoDatabase database(String name) {
    return owner.getDatabase(name);
  }

  /** What clients have asked the server for since the last test, but for documents stored. */
  public List<BsonDocument> commands(String name) {
    return gate.commands().stream().filter(command -> command.getFirstKey().equals(name)).toList();
  }

  public void forgetCommands() {
    gate.forgetCommands();
  }

  /** All reads of runs wait until this is undone. */
  void block(boolean begins) {
    gate.operations.block(begins);
  }

  /** Operations and cursors of a run. */
  List<String> operationsOf(String prefix) {
    return gate.operations.of(prefix);
  }

  /** The server cannot read the past any more. */
  public void forgetSnapshots() {
    gate.snapshots.forget();
  }

  /** From now on the server says that it is of this version. */
  public void sayVersion(String version) {
    gate.version = version;
  }

  /** From now on the server says that it routes to the shards of a cluster. */
  public void sayRouter() {
    gate.hello = "isdbgrid";
  }

  /** The next run that asks for this command is refused it; an empty one for none. */
  public void refuseOnce(String command) {
    gate.refused = command;
  }

  /** A client of this name waits for the server's news, and again when it is told to end. */
  public void beginHeartbeat(String client) {
    gate.operations.beginHeartbeat(client);
  }

  /** The next run that asks for this command gets it, and is told that it may be undone. */
  public void beUnsureOnce(String command) {
    gate.unsure = command;
  }

  /**
   * From now on runs can change so many things more, and are then cut off as if their process had
   * died.
   *
   * @param lastIsAnswered whether the run is told of its last change
   */
  public void letRunsDieAfter(int changes, boolean lastIsAnswered) {
    gate.letRunsDieAfter(changes, lastIsAnswered);
  }

  /** Runs live again. */
  public void letRunsLive() {
    gate.letRunsDieAfter(Integer.MAX_VALUE, true);
  }

  static String uri(String user, String password, int port, String database) {
    return "mongodb://%s:%s@127.0.0.1:%d/%s?authSource=admin"
        .formatted(encode(user), encode(password), port, database);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
