package holdfast.chaos;

import holdfast.testing.Api;
import holdfast.testing.Api.Answer;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One installation of Holdfast: its nodes, what it protects, where to, and what it has answered.
 */
final class Installation implements AutoCloseable {
  static final String PREFIX = "chaos/";
  private static final String TOKEN = "chaos-token-that-is-long-enough-0123456789";

  private final String project;
  private final List<Node> nodes;
  private final CatalogReader catalog;
  private final Ledger ledger = new Ledger();
  private final List<Protected> sources = new ArrayList<>();
  private final List<Protected> targets = new ArrayList<>();
  private final List<Place> places = new ArrayList<>();

  private Installation(String project, List<Node> nodes, CatalogReader catalog) {
    this.project = project;
    this.nodes = nodes;
    this.catalog = catalog;
  }

  static Installation start(Topology topology, Surroundings surroundings, Path folder)
      throws Exception {
    Installation made =
        switch (topology) {
          case ONE_NODE -> onSqlite(surroundings, folder);
          case TWO_NODES -> onPostgres(surroundings, folder);
        };
    try {
      made.protect(surroundings.databases());
      made.registerPlaces(surroundings, topology == Topology.ONE_NODE);
      made.takeFirstBackup();
      made.schedule();
      return made;
    } catch (Exception | AssertionError e) {
      made.kill();
      throw e;
    }
  }

  private static Installation onSqlite(Surroundings surroundings, Path folder) throws IOException {
    Path data = folder.resolve("one");
    Node node = node(data, surroundings, Map.of());
    node.ensureRunning();
    return new Installation(
        "one", List.of(node), new CatalogReader("jdbc:sqlite:" + data.resolve("catalog.db")));
  }

  /** The second node is given the key that the first has made. */
  private static Installation onPostgres(Surroundings surroundings, Path folder)
      throws IOException {
    PostgresDatabase catalog = PostgresServers.shared(15).createDatabase();
    String url =
        "jdbc:postgresql://127.0.0.1:%d/%s?user=postgres"
            .formatted(catalog.port(), catalog.name().replace(" ", "%20"));
    Map<String, String> shared = Map.of("HOLDFAST_DATABASE_URL", url);
    Node first = node(folder.resolve("many-1"), surroundings, shared);
    first.ensureRunning();
    Map<String, String> withKey = new HashMap<>(shared);
    withKey.put(
        "HOLDFAST_SECRET_KEY", Files.readString(first.dataDir().resolve("secret-key.json")));
    Node second = node(folder.resolve("many-2"), surroundings, withKey);
    second.ensureRunning();
    return new Installation("many", List.of(first, second), new CatalogReader(url));
  }

  private static Node node(Path data, Surroundings surroundings, Map<String, String> more)
      throws IOException {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("HOLDFAST_ADMIN_TOKEN", TOKEN);
    environment.put("HOLDFAST_RATE_LIMIT", "0");
    environment.put("HOLDFAST_WORKERS", "3");
    environment.put("HOLDFAST_LEASE_SECONDS", "5");
    environment.put("HOLDFAST_SCHEDULE_SPREAD", "0");
    environment.put("HOLDFAST_RETRIES", "3");
    environment.put("HOLDFAST_RETRY_SECONDS", "1");
    environment.put("HOLDFAST_LOCAL_ROOTS", surroundings.disk().folder().toString());
    Node node = new Node(data, environment, TOKEN);
    environment.put(
        "JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -Djava.io.tmpdir=" + node.temporaryDir());
    return node;
  }

  private void protect(PostgresServer server) {
    api(0).post("/v1/projects", "{'name':'Chaos " + project + "'}").data();
    sources.add(register("small", Databases.small(server)));
    sources.add(register("rich", Databases.rich(server)));
    sources.add(register("big", Databases.big(server)));
    targets.add(register("target-a", server.createDatabase()));
    targets.add(register("target-b", server.createDatabase()));
  }

  private Protected register(String name, PostgresDatabase database) {
    String body = "{\"name\":\"NAME\",\"type\":\"postgresql\",\"connection\":{\"uri\":\"URI\"}}";
    String uri = database.connection().secret().reveal().replace("\\", "\\\\");
    String path = "/v1/projects/chaos-" + project + "/addons";
    api(0).call("POST", path, body.replace("NAME", name).replace("URI", uri)).data();
    return new Protected(path + "/" + name, database);
  }

  private void registerPlaces(Surroundings surroundings, boolean hasBuiltIn) throws IOException {
    api(0)
        .post(
            "/v1/backup-destinations",
            ("{'name':'bucket','type':'s3','prefix':'%s','credentials':{'accessKey':'%s','secretKey':'%s',"
                    + "'bucketName':'%s','region':'us-east-1','endpoint':'%s'}}")
                .formatted(
                    PREFIX,
                    surroundings.s3().accessKey(),
                    surroundings.s3().secretKey().reveal(),
                    Surroundings.BUCKET,
                    surroundings.proxy().endpoint()))
        .data();
    // Another installation is at work in the same bucket, and finds out itself when it is
    // disturbed.
    String inBucket = PREFIX + projectSlug() + "/";
    addPlace("bucket", new BucketStore(surroundings.s3(), Surroundings.BUCKET), PREFIX, inBucket);
    Path disk = Files.createDirectories(surroundings.disk().folder().resolve(project));
    api(0)
        .post(
            "/v1/backup-destinations",
            "{'name':'disk','type':'local','prefix':'%s','path':'%s'}".formatted(PREFIX, disk))
        .data();
    addPlace("disk", new FolderStore(disk), PREFIX, "");
    if (hasBuiltIn) {
      addPlace("built-in", new FolderStore(nodes.getFirst().dataDir().resolve("built-in")), "", "");
    }
  }

  /** One of the sources at each minute; no schedule may make more in a day. */
  private void schedule() {
    for (int source = 0; source < sources.size(); source++) {
      int first = source;
      String minutes =
          IntStream.range(0, 60)
              .filter(minute -> minute % sources.size() == first)
              .mapToObj(String::valueOf)
              .collect(Collectors.joining(","));
      String body =
          """
          {'scheduling':{'interval':'hourly','minute':[%s]},'backupType':'dump','retentionTime':1,
          'customDestinationId':'bucket','compressionType':'zstd','additionalDestinations':
          [{'destinationId':'disk','retentionTime':2,'type':'custom'}]}
          """
              .formatted(minutes);
      api(0).post(sources.get(source).path() + "/backup-schedules", body).data();
    }
  }

  /** So that there is something to restore in the first round, too. */
  private void takeFirstBackup() {
    new TakeBackup(false).run(this, new SplittableRandom(0));
    List<String> violations = LedgerCheck.violations(this, new Quiet(catalog).settle());
    if (!violations.isEmpty()) {
      throw new AssertionError("the first backup: " + violations);
    }
  }

  private void addPlace(String id, Store store, String prefix, String domain) {
    places.add(new Place(id, store, prefix, domain, new Foreign(store)));
  }

  String projectSlug() {
    return "chaos-" + project;
  }

  List<Node> nodes() {
    return nodes;
  }

  Api api(int node) {
    return nodes.get(node).api();
  }

  CatalogReader catalog() {
    return catalog;
  }

  Ledger ledger() {
    return ledger;
  }

  List<Protected> sources() {
    return sources;
  }

  List<Protected> targets() {
    return targets;
  }

  List<Place> places() {
    return places;
  }

  Place place(String id) {
    return places.stream().filter(place -> place.id().equals(id)).findFirst().orElseThrow();
  }

  /** Asks any node; empty when no answer came, as when it is killed. A server error is a bug. */
  Optional<Answer> ask(SplittableRandom random, Function<Api, Answer> request) {
    try {
      Answer answer = request.apply(api(random.nextInt(nodes.size())));
      if (answer.status() >= 500) {
        throw new AssertionError("the server answered " + answer);
      }
      return Optional.of(answer);
    } catch (UncheckedIOException noAnswer) {
      return Optional.empty();
    }
  }

  void ensureRunning() throws IOException {
    for (Node node : nodes) {
      node.ensureRunning();
    }
  }

  /** Ends the nodes at once. */
  void kill() {
    nodes.forEach(node -> node.kill(true));
  }

  @Override
  public void close() {
    nodes.forEach(Node::close);
  }
}
