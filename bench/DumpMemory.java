import holdfast.testing.Api;
import holdfast.testing.S3Server;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** See the script dump-memory. */
public final class DumpMemory {
  private static final double NANOS = 1e9;
  private static final long MAX_MEGABYTES = 300;

  private DumpMemory() {}

  public static void main(String[] arguments) throws Exception {
    int megabytes = Integer.parseInt(arguments[1]);
    Path folder = Files.createTempDirectory("holdfast-bench-");
    long peak;
    try (Subject subject = Subject.of(arguments[0]);
        S3Server s3 = S3Server.start()) {
      System.out.printf("database: %d MB%n", subject.fill(megabytes) / 1_000_000);
      Process server = server(folder);
      try {
        peak = measure(server, folder, subject, s3);
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

  private static Process server(Path folder) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("./holdfast", "server", "--port", "0");
    builder.environment().put("HOLDFAST_DATA_DIR", folder.toString());
    return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Answers the peak in megabytes. */
  private static long measure(Process server, Path folder, Subject subject, S3Server s3)
      throws Exception {
    Api api = new Api(url(server), Files.readString(folder.resolve("admin-token")).strip());
    api.post("/v1/projects", "{'name':'Bench'}").data();
    api.post(
            "/v1/projects/bench/addons",
            "{'name':'Big','type':'%s','connection':{'uri':'%s'}}"
                .formatted(subject.type(), subject.uri()))
        .data();
    s3.createBucket("bench");
    api.post(
            "/v1/backup-destinations",
            ("{'name':'Bucket','type':'s3','prefix':'bench/','credentials':{'accessKey':'%s',"
                    + "'secretKey':'%s','bucketName':'bench','region':'us-east-1','endpoint':'%s'}}")
                .formatted(s3.accessKey(), s3.secretKey().reveal(), s3.endpoint()))
        .data();
    for (int round = 1; round <= 2; round++) {
      peer(subject.stockTool());
      backup(api, server, subject, "built-in");
      backup(api, server, subject, "bucket");
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

  private static void backup(Api api, Process server, Subject subject, String destination) throws Exception {
    String path = "/v1/projects/bench/addons/big/backups";
    long cpu = cpuTicks(server.pid());
    long start = System.nanoTime();
    JsonNode made =
        api.post(
                path, "{%s,'customDestinationId':'%s'}".formatted(subject.options(), destination))
            .data();
    JsonNode done = Api.ended(() -> api.get(path + "/" + made.path("id").asString()).data());
    double seconds = (System.nanoTime() - start) / NANOS;
    if (!done.path("status").asString().equals("completed")) {
      throw new IllegalStateException(done.toString());
    }
    System.out.printf(
        "holdfast into %s: %.1f s wall, %.1f s CPU of server and tools, %s bytes stored, %d MB resident%n",
        destination,
        seconds,
        (cpuTicks(server.pid()) - cpu) / 100.0,
        done.path("config").path("size").asString(),
        memory(server, "VmRSS") / 1_000);
  }

  private static void peer(String stockTool) throws Exception {
    long start = System.nanoTime();
    Path out = Files.createTempFile("holdfast-bench-", ".zst");
    Process shell =
        new ProcessBuilder(
                "bash",
                "-o",
                "pipefail",
                "-c",
                stockTool + " | zstd -q -3 -c > \"$0\" && times",
                out.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String times = new String(shell.getInputStream().readAllBytes()).strip();
    if (shell.waitFor() != 0) {
      throw new IllegalStateException(stockTool + " failed");
    }
    System.out.printf(
        "%s | zstd -3: %.1f s wall, CPU (user, system) %s, %d bytes stored%n",
        stockTool.split(" ")[0],
        (System.nanoTime() - start) / NANOS,
        times.lines().reduce((first, last) -> last).orElseThrow(),
        Files.size(out));
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
