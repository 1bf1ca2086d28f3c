import holdfast.testing.Api;
import holdfast.testing.S3Server;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** See the script dump-memory. */
public final class DumpMemory {
  private static final double NANOS = 1e9;
  private static final long MAX_MEGABYTES = 300;

  public static void main(String[] arguments) throws Exception {
    int megabytes = Integer.parseInt(arguments[0]);
    Path folder = Files.createTempDirectory("holdfast-bench-");
    long peak;
    try (EmbeddedPostgres postgres =
            EmbeddedPostgres.builder()
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("max_wal_size", "4GB")
                .start();
        S3Server s3 = S3Server.start()) {
      long bytes = fill(postgres, megabytes);
      System.out.printf("database: %d MB%n", bytes / 1_000_000);
      Process server = server(folder);
      try {
        peak = measure(server, folder, postgres, s3);
      } finally {
        server.destroy();
        server.waitFor();
      }
    } finally {
      delete(folder);
    }
    System.out.printf("server's peak resident memory: %d MB%n", peak);
    if (peak > MAX_MEGABYTES) {
      System.out.printf("more than the %d MB that are promised%n", MAX_MEGABYTES);
      System.exit(1);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static long fill(EmbeddedPostgres postgres, int megabytes) throws Exception {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE event (id bigint, at timestamptz, kind text, payload text)");
      statement.execute(
          "INSERT INTO event SELECT n, now() + n * interval '1 second', 'kind-' || n % 17,"
              + " md5(n::text) || ' the quick brown fox jumps over the lazy dog ' || md5((n * 7)::text)"
              + " || repeat(' lorem ipsum dolor sit amet', 3) FROM generate_series(1, "
              + megabytes * 3_900L
              + ") n");
      try (ResultSet size =
          statement.executeQuery("SELECT pg_database_size(current_database())")) {
        size.next();
        return size.getLong(1);
      }
    }
  }

  private static Process server(Path folder) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("./holdfast", "server", "--port", "0");
    builder.environment().put("HOLDFAST_DATA_DIR", folder.toString());
    return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Answers the peak in megabytes. */
  private static long measure(Process server, Path folder, EmbeddedPostgres postgres, S3Server s3)
      throws Exception {
    Api api = new Api(url(server), Files.readString(folder.resolve("admin-token")).strip());
    String uri = "postgresql://postgres:postgres@127.0.0.1:" + postgres.getPort() + "/postgres";
    api.post("/v1/projects", "{'name':'Bench'}").data();
    api.post(
            "/v1/projects/bench/addons",
            "{'name':'Big','type':'postgresql','connection':{'uri':'%s'}}".formatted(uri))
        .data();
    s3.createBucket("bench");
    api.post(
            "/v1/backup-destinations",
            ("{'name':'Bucket','type':'s3','prefix':'bench/','credentials':{'accessKey':'%s',"
                    + "'secretKey':'%s','bucketName':'bench','region':'us-east-1','endpoint':'%s'}}")
                .formatted(s3.accessKey(), s3.secretKey().reveal(), s3.endpoint()))
        .data();
    for (int round = 1; round <= 2; round++) {
      peer(uri);
      backup(api, server, "built-in");
      backup(api, server, "bucket");
    }
    return memory(server, "VmHWM") / 1_000;
  }

  private static String url(Process server) throws IOException {
    BufferedReader lines = server.inputReader();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("listening on ")) {
        return line.substring("listening on ".length());
      }
    }
    throw new IOException("the server did not start");
  }

  private static void backup(Api api, Process server, String destination) throws Exception {
    String path = "/v1/projects/bench/addons/big/backups";
    long cpu = cpuTicks(server.pid());
    long start = System.nanoTime();
    JsonNode made =
        api.post(
                path, "{'compressionType':'zstd','customDestinationId':'%s'}".formatted(destination))
            .data();
    JsonNode done = Api.ended(() -> api.get(path + "/" + made.path("id").asString()).data());
    double seconds = (System.nanoTime() - start) / NANOS;
    if (!done.path("status").asString().equals("completed")) {
      throw new IllegalStateException(done.toString());
    }
    System.out.printf(
        "holdfast into %s: %.1f s wall, %.1f s CPU of server and pg_dump, %s bytes stored, %d MB resident%n",
        destination,
        seconds,
        (cpuTicks(server.pid()) - cpu) / 100.0,
        done.path("config").path("size").asString(),
        memory(server, "VmRSS") / 1_000);
  }

  private static void peer(String uri) throws Exception {
    long start = System.nanoTime();
    Path out = Files.createTempFile("holdfast-bench-", ".zst");
    Process shell =
        new ProcessBuilder(
                "bash", "-c", "pg_dump -Fc -Z0 \"$0\" | zstd -q -3 -c > \"$1\"; times | tail -n 1", uri, out.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String times = new String(shell.getInputStream().readAllBytes()).strip();
    shell.waitFor();
    System.out.printf(
        "pg_dump | zstd -3: %.1f s wall, CPU (user, system) %s, %d bytes stored%n",
        (System.nanoTime() - start) / NANOS, times, Files.size(out));
    Files.delete(out);
  }

  /** User and system time of a process and its ended children, in 1/100 s. Source: proc(5). */
  private static long cpuTicks(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return List.of(11, 12, 13, 14).stream().mapToLong(i -> Long.parseLong(fields[i])).sum();
  }

  private static long memory(Process process, String field) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
      if (line.startsWith(field + ":")) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new IOException("no " + field);
  }
}
