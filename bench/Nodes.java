import holdfast.catalog.PostgresCatalog;
import holdfast.testing.Api;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** See the script nodes. */
public final class Nodes {
  private static final int CLIENTS_PER_RUN = 8;
  private static final double NANOS = 1e9;
  private static final String PROJECT = "/v1/projects/bench";
  private static final String DUMP = "{\"compressionType\":\"zstd\"}";

  private final EmbeddedPostgres postgres;
  private final Path folder;
  private final int backups;
  private final int seconds;

  private Nodes(EmbeddedPostgres postgres, Path folder, int backups, int seconds) {
    this.postgres = postgres;
    this.folder = folder;
    this.backups = backups;
    this.seconds = seconds;
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("holdfast-nodes-");
    try (EmbeddedPostgres postgres =
        EmbeddedPostgres.builder()
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setServerConfig("max_wal_size", "4GB")
            .start()) {
      Nodes bench =
          new Nodes(
              postgres, folder, Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
      if (bench.backups > 0) {
        bench.measureNodes();
      }
      bench.measureSizes();
    } finally {
      delete(folder);
    }
  }

  private void measureNodes() throws Exception {
    fillSources();
    System.out.println("| nodes | lists/s | backups accepted/s | time for the backups | load before |");
    System.out.println("|---|---|---|---|---|");
    for (int nodes : new int[] {1, 2, 4}) {
      measure(nodes);
    }
  }

  private void fillSources() throws SQLException {
    for (int i = 0; i < backups; i++) {
      execute("postgres", "CREATE DATABASE source" + i);
      execute(
          "source" + i,
          "CREATE TABLE event AS SELECT n, md5(n::text) AS payload FROM generate_series(1, 5000) n");
    }
  }

  private void measure(int count) throws Exception {
    String catalog = "catalog" + count;
    execute("postgres", "CREATE DATABASE " + catalog);
    String load = Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
    List<Process> nodes = new ArrayList<>();
    List<String> urls = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        Process node = start(catalog, count, i);
        nodes.add(node);
        urls.add(url(node));
      }
      Path first = dataDir(count, 0);
      String token = Files.readString(first.resolve("admin-token")).strip();
      Api api = new Api(urls.getFirst(), token);
      register(api);
      double ran = runAll(api, urls, token);
      double lists = perSecond(urls, token, "GET", "/v1/backup-destinations/built-in/backups", "");
      api.post(PROJECT + "/addons/db0/pause", "").data();
      double accepted = perSecond(urls, token, "POST", PROJECT + "/addons/db0/backups", DUMP);
      System.out.printf("| %d | %.0f | %.0f | %.1f s | %s |%n", count, lists, accepted, ran, load);
    } finally {
      for (Process node : nodes) {
        node.destroy();
      }
      for (Process node : nodes) {
        node.waitFor();
      }
    }
  }

  private Path dataDir(int count, int index) {
    return folder.resolve("node-%d-%d".formatted(count, index));
  }

  private Process start(String catalog, int count, int index) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("./holdfast", "server", "--port", "0");
    builder.environment().put("HOLDFAST_DATA_DIR", dataDir(count, index).toString());
    builder.environment().put("HOLDFAST_RATE_LIMIT", "0");
    builder
        .environment()
        .put("HOLDFAST_DATABASE_URL", postgres.getJdbcUrl("postgres", catalog));
    if (index > 0) {
      builder
          .environment()
          .put(
              "HOLDFAST_SECRET_KEY_FILE", dataDir(count, 0).resolve("secret-key.json").toString());
    }
    return builder.redirectError(folder.resolve("stderr").toFile()).start();
  }

  private static String url(Process server) throws IOException {
    BufferedReader lines = server.inputReader();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("listening on ")) {
        return line.substring("listening on ".length());
      }
    }
    throw new IOException("a node did not start");
  }

  private void register(Api api) {
    api.post("/v1/projects", "{'name':'Bench'}").data();
    for (int i = 0; i < backups; i++) {
      String uri = "postgresql://postgres:postgres@127.0.0.1:%d/source%d";
      api.post(
              PROJECT + "/addons",
              "{'name':'DB%d','type':'postgresql','connection':{'uri':'%s'}}"
                  .formatted(i, uri.formatted(postgres.getPort(), i)))
          .data();
    }
  }

  /** One backup of each database, asked of the nodes in turns; answers the seconds until the last ended. */
  private double runAll(Api first, List<String> urls, String token) {
    long start = System.nanoTime();
    for (int i = 0; i < backups; i++) {
      new Api(urls.get(i % urls.size()), token)
          .call("POST", PROJECT + "/addons/db%d/backups".formatted(i), DUMP)
          .data();
    }
    for (int i = 0; i < backups; i++) {
      String path = PROJECT + "/addons/db%d/backups".formatted(i);
      Api.until(
          () -> first.get(path).data().path("backups").path(0).path("status").asString(),
          "completed"::equals);
    }
    return (System.nanoTime() - start) / NANOS;
  }

  private double perSecond(List<String> urls, String token, String method, String path, String body)
      throws InterruptedException {
    LongAdder done = new LongAdder();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
        HttpClient http = HttpClient.newHttpClient()) {
      for (int i = 0; i < CLIENTS_PER_RUN; i++) {
        HttpRequest request =
            HttpRequest.newBuilder(URI.create(urls.get(i % urls.size()) + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(
                    method,
                    body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        clients.submit(
            () -> {
              while (System.nanoTime() < end) {
                if (http.send(request, BodyHandlers.discarding()).statusCode() != 200) {
                  throw new IllegalStateException("not answered with 200");
                }
                done.increment();
              }
              return true;
            });
      }
      clients.shutdown();
      clients.awaitTermination(1, TimeUnit.MINUTES);
    }
    return done.sum() / (double) seconds;
  }

  /** Rows like those of real backups, and what the tables then take. */
  private void measureSizes() throws SQLException {
    execute("postgres", "CREATE DATABASE sizes");
    PostgresCatalog.open(
            PostgresCatalog.Settings.of(postgres.getJdbcUrl("postgres", "sizes")),
            new NoSecrets(),
            (backup, copy) -> "")
        .close();
    System.out.println();
    System.out.println("| table | bytes of a row | bytes of its indexes |");
    System.out.println("|---|---|---|");
    String catalog = "sizes";
    execute(
        catalog,
        "INSERT INTO destination (id, slug, name, prefix, type, created_at, updated_at)"
            + " VALUES ('d', 'd', 'd', '', 'local', 0, 0)");
    execute(
        catalog,
        """
        INSERT INTO backup SELECT lpad(to_hex(n), 36, '0'), lpad(to_hex(n), 24, '0'), lpad(to_hex(n % 1000), 24, '0'),
          'backup-' || lpad(n::text, 18, '0'), 'Backup ' || lpad(n::text, 18, '0'), lpad('p', 24), 'shop-production', 'Shop Production',
          'orders-database', 'Orders Database', 'postgresql', '17.2', 'dump', 'zstd', 'same-addon', 'completed', 1,
          '[{"interval":"daily","minute":[0],"hour":[4]}]', NULL, NULL, NULL, n, n, n, 1795558455123, 1795558455123,
          1795558455123, NULL
        FROM generate_series(1, 100000) n
        """);
    execute(
        catalog,
        """
        INSERT INTO copy SELECT 'd', lpad(to_hex(n), 24, '0'), 0, 'completed',
          'shop-production/orders-database/20261124T120000Z-' || lpad(to_hex(n), 36, '0') || '/1/', n, 1795558455123,
          NULL, NULL, NULL, repeat('d', 700)
        FROM generate_series(1, 100000) n
        """);
    execute(
        catalog,
        """
        INSERT INTO log_line (run_key, said_at, container, line)
        SELECT lpad(to_hex(n / 8), 24, '0'), 1795558455123, 'holdfast', repeat('w', 90) FROM generate_series(1, 100000) n
        """);
    for (String table : List.of("backup", "copy", "log_line")) {
      execute(catalog, "VACUUM FULL " + table);
      System.out.printf(
          "| %s | %s | %s |%n",
          table,
          ask(catalog, "SELECT pg_table_size('%1$s') / count(*) FROM %1$s".formatted(table)),
          ask(catalog, "SELECT pg_indexes_size('%1$s') / count(*) FROM %1$s".formatted(table)));
    }
  }


  private void execute(String database, String sql) throws SQLException {
    try (Connection connection = postgres.getDatabase("postgres", database).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String ask(String database, String sql) throws SQLException {
    try (Connection connection = postgres.getDatabase("postgres", database).getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
