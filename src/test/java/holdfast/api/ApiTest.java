package holdfast.api;

import holdfast.catalog.Catalog;
import holdfast.catalog.SecretCipher;
import holdfast.catalog.SqliteCatalog;
import holdfast.database.DatabaseDrivers;
import holdfast.engine.BackupRecords;
import holdfast.engine.Backups;
import holdfast.engine.BuiltInDestination;
import holdfast.engine.Downloads;
import holdfast.engine.Facilities;
import holdfast.engine.ImportedFiles;
import holdfast.engine.Restores;
import holdfast.engine.Lease;
import holdfast.engine.RunPolicy;
import holdfast.engine.StopSignal;
import holdfast.fetch.AddressPolicy;
import holdfast.fetch.FetchLimits;
import holdfast.fetch.Fetcher;
import holdfast.model.IdGenerator;
import holdfast.model.Secret;
import holdfast.security.AdminToken;
import holdfast.security.Permission;
import holdfast.security.TinkSecretCipher;
import holdfast.security.Tokens;
import holdfast.testing.MemoryDestination;
import holdfast.testing.SettableClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A server on a real catalog, with nothing behind its queue, and hands to call it. */
abstract class ApiTest {
  static final Instant START = Instant.parse("2026-11-24T12:00:00.123Z");
  static final String ADMIN = "admin-token-for-tests";
  static final String DATABASE = "postgresql://shop:pa55-of-database@db.example.org:5432/shop";

  @TempDir Path folder;

  final SettableClock clock = new SettableClock(START);
  final FakeInspections inspections = new FakeInspections();
  final RecordingQueue queue = new RecordingQueue();

  /** What lies in every destination. */
  final MemoryDestination store = new MemoryDestination();

  private final AtomicInteger roles = new AtomicInteger();
  Catalog catalog;
  Story story;
  TestClient client;
  List<Operation> operations;
  private ApiServer server;

  /** Requests per token and hour. */
  int rateLimit() {
    return 0;
  }

  TailLimits tailLimits() {
    return TailLimits.USUAL;
  }

  /** Where links begin; null for where the caller is. */
  @Nullable String publicUrl() {
    return null;
  }

  private Facilities facilities() {
    return new Facilities(
        catalog,
        new DatabaseDrivers(List.of()),
        destination -> store,
        new ImportedFiles(
            new Fetcher(
                AddressPolicy.allowing(List.of()), FetchLimits.of(0, Duration.ofMinutes(1))),
            0),
        new RunPolicy(0, 0, 0, Duration.ofSeconds(30), Duration.ofDays(1)),
        clock,
        new StopSignal(),
        Lease.alone());
  }

  @BeforeEach
  final void start() throws IOException {
    IdGenerator ids = new IdGenerator(clock);
    SecretCipher cipher = TinkSecretCipher.fromFile(folder.resolve("key.json"), true);
    catalog = SqliteCatalog.open(folder.resolve("catalog.db"), cipher, new DestinationBackupItem());
    BuiltInDestination.ensure(catalog, ids, clock, folder.resolve("built-in").toString());
    new AdminToken(catalog, ids, clock).use(new Secret(ADMIN));
    ApiParts parts =
        new ApiParts(
            catalog,
            new Backups(catalog, queue, new BackupRecords(ids, clock, Duration.ofDays(1)), clock),
            new Restores(catalog, queue, ids, clock),
            new Downloads(facilities()),
            inspections,
            new Tokens(catalog, ids, clock),
            cipher,
            new ApiSettings(rateLimit(), publicUrl()),
            clock,
            ids);
    operations = RouteTable.of(parts, StrictContract.CONTRACT);
    server = new ApiServer(parts, tailLimits());
    client = new TestClient(server.start("127.0.0.1", 0));
    story = new Story(catalog, clock);
  }

  @AfterEach
  final void stop() {
    client.close();
    server.stop();
    catalog.close();
  }

  final void stopServer() {
    server.stop();
  }

  Reply get(String path) {
    return client.send(ADMIN, "GET", path, "");
  }

  Reply post(String path, String body) {
    return client.send(ADMIN, "POST", path, body);
  }

  Reply put(String path, String body) {
    return client.send(ADMIN, "PUT", path, body);
  }

  Reply patch(String path, String body) {
    return client.send(ADMIN, "PATCH", path, body);
  }

  Reply delete(String path) {
    return client.send(ADMIN, "DELETE", path, "");
  }

  /** A token of a new role with these permissions, not limited to projects. */
  String tokenWith(Permission... permissions) {
    return token(Json.object(), permissions);
  }

  /** A token of a new role with these permissions in this project. */
  String tokenIn(String project, Permission... permissions) {
    ObjectNode role = Json.object();
    role.putArray("projects").add(project);
    return token(role, permissions);
  }

  private String token(ObjectNode role, Permission... permissions) {
    role.put("name", "Role " + roles.incrementAndGet());
    ArrayNode wires = role.putArray("permissions");
    Arrays.stream(permissions).map(Permission::wire).forEach(wires::add);
    String roleId = post("/v1/roles", role.toString()).ok().data().path("id").asString();
    String body = "{'name':'Test','roleId':'%s'}".formatted(roleId).replace('\'', '"');
    return post("/v1/tokens", body).ok().data().path("token").asString();
  }

  static Permission[] allBut(Permission missing) {
    return Arrays.stream(Permission.values())
        .filter(permission -> permission != missing)
        .collect(Collectors.toList())
        .toArray(Permission[]::new);
  }

  /** Makes the project and registers the database, by their names. */
  String addon(String project, String addon) {
    put("/v1/projects", json("{'name':'%s'}".formatted(project))).ok();
    String path = "/v1/projects/" + project.toLowerCase(java.util.Locale.ROOT).replace(' ', '-');
    return path
        + "/addons/"
        + post(
                path + "/addons",
                json(
                    "{'name':'%s','type':'postgresql','connection':{'uri':'%s'}}"
                        .formatted(addon, DATABASE)))
            .ok()
            .data()
            .path("id")
            .asString();
  }

  /** JSON in single quotes, which read better here. */
  static String json(String quoted) {
    return quoted.replace('\'', '"');
  }
}
