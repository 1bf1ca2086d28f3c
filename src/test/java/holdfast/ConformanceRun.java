package holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import holdfast.testing.RecordingRelay;
import holdfast.testing.RelayedCall;
import holdfast.testing.S3Server;
import holdfast.testing.SampleDatabase;
import holdfast.testing.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One run of all tests in src/test/js, and of {@link OwnOperations}, against one server; and what
 * came of it.
 *
 * @param isGreen whether all tests of src/test/js passed
 * @param output what they printed
 * @param deviations what they proved to differ from the vendor's API, as JSON lines
 */
record ConformanceRun(
    boolean isGreen,
    String output,
    List<RelayedCall> calls,
    List<String> deviations,
    Map<String, List<String>> source,
    Map<String, List<String>> restored,
    String serverErrors,
    List<String> secrets) {
  private static final Path SCRIPTS = Path.of("src", "test", "js");
  private static final String BUCKET = "conformance";

  /** Somebody else's, where the destination that a test deletes keeps its own. */
  private static final String FOREIGN_OBJECT = "used-bucket/notes.txt";

  /** Databases that tests write into; each has one of its own, empty to begin with. */
  private static final List<String> TARGETS = List.of("ADDONS", "LOGS", "CLI_LOGS", "FORK", "CLI");

  private static final Pattern FAILURE =
      Pattern.compile("^( *)not ok .*(?:\\R\\1  .*)*", Pattern.MULTILINE);

  /** What was printed of each test that failed, the error included. */
  List<String> failures() {
    return FAILURE.matcher(output).results().map(MatchResult::group).toList();
  }

  static ConformanceRun of(Path folder) throws Exception {
    PostgresDatabase source = PostgresServers.shared(14).createDatabase();
    PostgresDatabase locked = PostgresServers.shared(14).createDatabase();
    PostgresDatabase restored = PostgresServers.shared(14).createDatabase();
    PostgresDatabase neighbour = PostgresServers.shared(14).createDatabase();
    PostgresServers.shared(14)
        .execute("postgres", "ALTER ROLE " + PostgresServer.KEEPER + " REPLICATION");
    source.fill();
    locked.fill();
    neighbour.fill();
    Path deviations = Files.createFile(folder.resolve("deviations"));
    try (S3Server s3 = S3Server.start();
        ServerProcess server = start(folder);
        RecordingRelay relay = RecordingRelay.start(server.url());
        SampleDatabase.Blockade lock = locked.block()) {
      assertThat(lock).as("backups of the locked database wait").isNotNull();
      s3.createBucket(BUCKET);
      s3.putEmpty(BUCKET, FOREIGN_OBJECT);
      ProcessBuilder node = new ProcessBuilder().directory(SCRIPTS.toFile());
      Map<String, String> environment = node.environment();
      environment.put("HOLDFAST_URL", relay.url());
      environment.put("HOLDFAST_TOKEN", server.api().token());
      environment.put("HOLDFAST_DEVIATIONS", deviations.toString());
      environment.putAll(bucket(s3));
      environment.put("SOURCE_URI", uri(source));
      environment.put("LOCKED_URI", uri(locked));
      environment.put("RESTORES_URI", uri(restored));
      environment.put("NEIGHBOUR_URI", uri(neighbour));
      environment.put("FOREIGN_OBJECT", s3.link(BUCKET, FOREIGN_OBJECT));
      for (String target : TARGETS) {
        environment.put(target + "_URI", uri(PostgresServers.shared(14).createDatabase()));
      }
      Tests client = Tests.start(node, folder.resolve("client.tap"), scripts(false));
      Tests commandLine = Tests.start(node, folder.resolve("cli.tap"), scripts(true));
      boolean isClientGreen = client.passed();
      boolean isGreen = commandLine.passed() && isClientGreen;
      new OwnOperations(relay.url(), server.api().token(), uri(source)).callEach();

      return new ConformanceRun(
          isGreen,
          client.output() + commandLine.output(),
          relay.calls(),
          Files.readAllLines(deviations),
          source.contents(),
          restored.contents(),
          server.errors(),
          List.of(source.password(), s3.secretKey().reveal(), server.api().token()));
    }
  }

  private static ServerProcess start(Path folder) throws IOException {
    return ServerProcess.start(
        folder.resolve("data"),
        Map.of("HOLDFAST_RATE_LIMIT", "0", "HOLDFAST_IMPORT_ALLOW", "127.0.0.1"));
  }

  private static Map<String, String> bucket(S3Server s3) {
    return Map.of(
        "S3_ENDPOINT", s3.endpoint(),
        "S3_ACCESS_KEY", s3.accessKey(),
        "S3_SECRET_KEY", s3.secretKey().reveal(),
        "S3_BUCKET", BUCKET);
  }

  private static String uri(PostgresDatabase database) {
    return database.connection().secret().reveal();
  }

  private static List<String> scripts(boolean ofCommandLine) throws IOException {
    try (Stream<Path> files = Files.list(SCRIPTS)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".test.mjs") && name.startsWith("cli-") == ofCommandLine)
          .sorted()
          .toList();
    }
  }

  /** A Node process that runs some of the tests. */
  private record Tests(Process process, Path tap) {
    static Tests start(ProcessBuilder node, Path tap, List<String> scripts) throws IOException {
      List<String> command = new ArrayList<>(List.of("node", "--test", "--test-reporter=tap"));
      command.addAll(scripts);
      return new Tests(
          node.command(command).redirectErrorStream(true).redirectOutput(tap.toFile()).start(),
          tap);
    }

    boolean passed() throws InterruptedException {
      boolean hasEnded = process.waitFor(5, TimeUnit.MINUTES);
      if (!hasEnded) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
      return hasEnded && process.exitValue() == 0;
    }

    String output() throws IOException {
      return Files.readString(tap);
    }
  }
}
