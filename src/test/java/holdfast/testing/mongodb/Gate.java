package holdfast.testing.mongodb;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/**
 * The door to a mongo-java-server: answers what that does not know, and passes on what is about
 * documents. Thread-safe.
 */
final class Gate implements AutoCloseable {
  private static final Set<String> ANYBODY =
      Set.of("hello", "ismaster", "isMaster", "buildInfo", "saslStart", "saslContinue", "ping");
  private static final Set<String> CHANGES =
      Set.of(
          "insert",
          "update",
          "delete",
          "findAndModify",
          "create",
          "drop",
          "createIndexes",
          "renameCollection",
          "dropDatabase");
  private static final Set<String> DOCUMENT_CHANGES =
      Set.of("insert", "update", "delete", "findAndModify");
  private static final Set<String> READS =
      Set.of("find", "getMore", "listCollections", "listIndexes", "count");

  /** What waits while reads are blocked: a look at the catalogue does not, as on real servers. */
  private static final Set<String> BLOCKED = Set.of("find", "getMore", "listIndexes");

  private static final User NOBODY = new User("", Set.of());

  /** A user's password, and the built-in roles that it has, on all databases. */
  record User(String password, Set<String> roles) {
    boolean is(String role) {
      return roles.contains(role) || roles.contains(role + "AnyDatabase");
    }

    /** Each role of this kind lets list all databases. */
    boolean seesAll() {
      return roles.stream().anyMatch(role -> role.endsWith("AnyDatabase"));
    }
  }

  private final ServerSocket door;
  private final int backendPort;
  private final Map<String, User> users;
  private final Set<GateConnection> connections = ConcurrentHashMap.newKeySet();
  private final Queue<BsonDocument> commands = new ConcurrentLinkedQueue<>();
  final GateCatalog catalog = new GateCatalog();
  final GateOperations operations = new GateOperations();
  final GateSnapshots snapshots = new GateSnapshots();
  private final GateAside aside = new GateAside();

  /** What the server says of itself; set before it is asked. */
  volatile String version;

  /** Of the replica set that the server belongs to; empty for a standalone one. */
  volatile String setName;

  /** What {@code hello} says of a router. */
  volatile String hello = "";

  /** A command that runs are refused once, by its name; empty for none. */
  volatile String refused = "";

  /** A command that is done for a run, once, and said to be perhaps undone; empty for none. */
  volatile String unsure = "";

  /** How runs die: see {@link TestMongo#letRunsDieAfter}. */
  private final AtomicInteger changesLeft = new AtomicInteger(Integer.MAX_VALUE);

  private volatile boolean isLastAnswered = true;

  Gate(
      ServerSocket door, int backendPort, Map<String, User> users, String version, String setName) {
    this.door = door;
    this.backendPort = backendPort;
    this.users = new ConcurrentHashMap<>(users);
    this.version = version;
    this.setName = setName;
    Thread.ofPlatform().daemon().start(this::accept);
  }

  int port() {
    return door.getLocalPort();
  }

  /** What clients have asked for, without the documents that they sent. */
  List<BsonDocument> commands() {
    return List.copyOf(commands);
  }

  /** How many documents of a collection mongo-java-server cannot keep. */
  int keptAside(String namespace) {
    return aside.of(namespace).size();
  }

  void makeUser(String name, User user) {
    users.put(name, user);
  }

  void forgetCommands() {
    commands.clear();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = door.accept();
        client.setTcpNoDelay(true);
        GateConnection connection = new GateConnection(this, client, backendPort);
        connections.add(connection);
        Thread.ofPlatform().daemon().start(connection::serve);
      }
    } catch (IOException closed) {
      connections.forEach(GateConnection::close);
    }
  }

  void letRunsDieAfter(int changes, boolean lastIsAnswered) {
    isLastAnswered = lastIsAnswered;
    changesLeft.set(changes);
  }

  private void requireLife(String name) throws IOException {
    if (ANYBODY.contains(name)) {
      return;
    }
    boolean isOver =
        CHANGES.contains(name) ? changesLeft.decrementAndGet() < 0 : changesLeft.get() <= 0;
    if (isOver) {
      throw new IOException("the run is dead");
    }
  }

  private static boolean isRun(GateConnection client) {
    return client.appName.startsWith("holdfast_");
  }

  void forget(GateConnection connection) {
    connections.remove(connection);
  }

  Wire answer(GateConnection client, Wire message) throws IOException {
    BsonDocument command = message.body().decode(new BsonDocumentCodec());
    String name = command.getFirstKey();
    long operation = operations.begin(client.appName, name);
    try {
      requireRight(client, name, command);
      note(name, command);
      if (isRun(client)) {
        requireLife(name);
      }
      if (BLOCKED.contains(name) && isRun(client)) {
        operations.awaitLeave(operation);
      }
      Wire answer = answer(client, message, name, command);
      if (name.equals(unsure) && isRun(client)) {
        unsure = "";
        return message.answer(
            ok().append(
                    "writeConcernError",
                    new BsonDocument("code", new BsonInt32(11602))
                        .append("codeName", new BsonString("InterruptedDueToReplStateChange"))
                        .append("errmsg", new BsonString("the primary steps down"))));
      }
      if (isRun(client) && !isLastAnswered && changesLeft.get() == 0 && !ANYBODY.contains(name)) {
        throw new IOException("the run died before the answer");
      }
      return answer;
    } catch (Refusal e) {
      return message.answer(e.answer());
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      return message.answer(new Refusal(8, "UnknownError", e.toString()).answer());
    } finally {
      operations.end(operation);
    }
  }

  private void note(String name, BsonDocument command) {
    if (!name.equals("insert") && !name.equals("saslStart") && !name.equals("saslContinue")) {
      commands.add(command.clone());
    }
  }

  private void requireRight(GateConnection client, String name, BsonDocument command) {
    if (name.equals(refused) && isRun(client)) {
      refused = "";
      throw new Refusal(20, "IllegalOperation", "the tests refuse " + name);
    }
    if (ANYBODY.contains(name) || name.equals("endSessions")) {
      return;
    }
    User user = client.user == null ? NOBODY : users.getOrDefault(client.user, NOBODY);
    boolean mayBypass =
        !command.getBoolean("bypassDocumentValidation", BsonBoolean.FALSE).getValue()
            || user.is("dbAdmin");
    boolean may =
        CHANGES.contains(name)
            ? user.is("readWrite") && mayBypass
            : READS.contains(name) ? user.is("read") || user.is("readWrite") : client.user != null;
    boolean wantsAll =
        name.equals("listDatabases")
            && !command.getBoolean("authorizedDatabases", BsonBoolean.TRUE).getValue();
    if (!may || (wantsAll && !user.seesAll())) {
      throw new Refusal(
          13, "Unauthorized", "not authorized on " + database(command) + " to execute " + name);
    }
  }

  private static String database(BsonDocument command) {
    return command.getString("$db", new BsonString("admin")).getValue();
  }

  private Wire answer(GateConnection client, Wire message, String name, BsonDocument command)
      throws Exception {
    String database = database(command);
    return switch (name) {
      case "hello", "ismaster", "isMaster" ->
          message.answer(GateGreeting.hello(this, client, command));
      case "buildInfo" -> message.answer(GateGreeting.buildInfo(version));
      case "atlasVersion" -> throw new Refusal(59, "CommandNotFound", "no such command");
      case "getParameter" -> message.answer(GateGreeting.compatibility(version));
      case "saslStart", "saslContinue" ->
          message.answer(GateGreeting.login(users, client, command));
      case "ping", "endSessions" -> message.answer(ok());
      case "listDatabases" -> message.answer(ok().append("databases", catalog.listDatabases()));
      case "listCollections" ->
          message.answer(cursor(database + ".$cmd", catalog.listCollections(database)));
      case "listIndexes" ->
          message.answer(
              cursor(database + ".$cmd", catalog.listIndexes(database, text(command, name))));
      case "aggregate" ->
          database.equals("admin")
              ? message.answer(cursor("admin.$cmd", operations.current()))
              : client.forward(message);
      case "killOp" -> {
        operations.kill(command.getNumber("op").longValue());
        yield message.answer(ok());
      }
      case "killCursors" -> {
        operations.killCursors(command.getArray("cursors"));
        yield client.forward(message);
      }
      case "find", "getMore" -> read(client, message, command);
      case "count" -> message.answer(count(client, message, database + "." + text(command, name)));
      default ->
          CHANGES.contains(name)
              ? snapshots.change(() -> changeAsOne(client, message, name, command))
              : client.forward(message);
    };
  }

  /** As they are now. */
  private BsonArray documents(GateConnection client, String database, String collection) {
    BsonArray all = client.documents(database, collection);
    all.addAll(aside.of(database + "." + collection));
    return all;
  }

  private BsonDocument count(GateConnection client, Wire message, String namespace)
      throws IOException {
    BsonDocument answer = client.forward(message).body().decode(new BsonDocumentCodec());
    int all = answer.getNumber("n", new BsonInt32(0)).intValue() + aside.of(namespace).size();
    return answer.append("n", new BsonInt32(all));
  }

  /** What mongo-java-server cannot keep is kept here. */
  private Wire insert(GateConnection client, Wire message, String database, String collection)
      throws IOException {
    List<RawBsonDocument> all = message.sequence();
    List<RawBsonDocument> others = aside.keep(database + "." + collection, all);
    if (others.size() == all.size()) {
      return client.forward(message);
    }
    if (!others.isEmpty()) {
      BsonDocument rest =
          new BsonDocument("insert", new BsonString(collection))
              .append("documents", new BsonArray(others))
              .append("$db", new BsonString(database));
      BsonDocument answer = client.forward(Wire.command(rest)).body();
      if (answer.containsKey("writeErrors") || !answer.containsKey("n")) {
        throw new IllegalStateException(answer.toJson());
      }
    }
    return message.answer(ok().append("n", new BsonInt32(all.size())));
  }

  private Wire read(GateConnection client, Wire message, BsonDocument command) throws IOException {
    if (snapshots.knows(command)) {
      return message.answer(snapshots.more(command));
    }
    if (GateSnapshots.isMeant(command) || client.appName.equals("mongodump")) {
      String database = database(command);
      if (!version.startsWith("8.") && catalog.isCapped(database, text(command, "find"))) {
        throw new Refusal(246, "SnapshotUnavailable", "no snapshots of capped collections");
      }
      return message.answer(
          snapshots.find(
              command, catalog.names(database), name -> documents(client, database, name)));
    }
    Wire answer = client.forward(message);
    BsonDocument body = answer.body();
    if (body.isDocument("cursor")) {
      operations.noteCursor(command, body.getDocument("cursor"));
    }
    return answer;
  }

  /** What is a collection's own is changed here and beyond at once, as one server does it. */
  private Wire changeAsOne(GateConnection client, Wire message, String name, BsonDocument command)
      throws IOException {
    if (DOCUMENT_CHANGES.contains(name)) {
      return change(client, message, name, command);
    }
    synchronized (catalog) {
      return change(client, message, name, command);
    }
  }

  private Wire change(GateConnection client, Wire message, String name, BsonDocument command)
      throws IOException {
    String database = database(command);
    switch (name) {
      case "create" -> {
        BsonDocument options = command.clone();
        List.of("create", "writeConcern", "$db", "lsid", "$clusterTime", "$readPreference")
            .forEach(options::remove);
        catalog.create(database, text(command, name), options);
        return options.containsKey("viewOn")
            ? message.answer(ok())
            : message.answer(
                client
                    .forward(
                        Wire.command(
                            new BsonDocument("create", command.get("create"))
                                .append("$db", new BsonString(database))))
                    .body());
      }
      case "createIndexes" -> {
        catalog.createIndexes(
            database,
            text(command, name),
            command.getArray("indexes"),
            command.getBoolean("ignoreUnknownIndexOptions", BsonBoolean.FALSE).getValue());
        return message.answer(ok());
      }
      case "insert" -> {
        catalog.ensure(database, text(command, name));
        return insert(client, message, database, text(command, name));
      }
      case "drop" -> {
        aside.drop(database + "." + text(command, name));
        return catalog.drop(database, text(command, name))
            ? client.forward(message)
            : message.answer(ok());
      }
      case "renameCollection" -> {
        catalog.rename(
            text(command, name),
            text(command, "to"),
            command.getBoolean("dropTarget", BsonBoolean.FALSE).getValue(),
            command.isBinary("collectionUUID")
                ? command.getBinary("collectionUUID").getData()
                : new byte[0]);
        aside.rename(text(command, name), text(command, "to"));
      }
      case "findAndModify" -> {
        // What 4.4 looks for in all that an update stores.
        if (version.startsWith("4.") && text(command, "update", "$set").contains("\"$")) {
          throw new Refusal(52, "DollarPrefixedFieldName", "not valid for storage");
        }
        catalog.ensure(database, text(command, name));
      }
      case "dropDatabase" -> {
        catalog.dropDatabase(database);
        aside.dropDatabase(database);
      }
      default -> catalog.ensure(database, text(command, name));
    }
    return client.forward(message);
  }

  private static String text(BsonDocument command, String field) {
    return command.getString(field).getValue();
  }

  private static String text(BsonDocument command, String field, String inner) {
    return command
        .getDocument(field, new BsonDocument())
        .getDocument(inner, new BsonDocument())
        .toJson()
        .replaceAll("\"\\$(binary|numberLong)\"", "");
  }

  static BsonDocument ok() {
    return new BsonDocument("ok", new BsonDouble(1));
  }

  private static BsonDocument cursor(String namespace, BsonArray documents) {
    return ok().append(
            "cursor",
            new BsonDocument("id", new BsonInt64(0))
                .append("ns", new BsonString(namespace))
                .append("firstBatch", documents));
  }

  @Override
  public void close() throws IOException {
    door.close();
  }

  /** A door on a free port of the loopback. */
  static ServerSocket freeDoor() throws IOException {
    return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }
}
