package holdfast.database.postgresql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * The data folder of a server, as somebody has it who unpacks a snapshot without Holdfast.
 *
 * @param path readable by its owner alone, which servers ask for
 */
record UnpackedSnapshot(Path path) {

  /** Unpacks a snapshot into a new folder. */
  static UnpackedSnapshot of(Path tar, Path folder) throws IOException, InterruptedException {
    Files.createDirectory(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    run("tar", "--extract", "--no-same-owner", "--file=" + tar, "--directory=" + folder);
    return new UnpackedSnapshot(folder);
  }

  /** Has PostgreSQL's own tool look at the files, and read the log that is needed. */
  void verify(Path tools) throws IOException, InterruptedException {
    run(tools.resolve("pg_verifybackup").toString(), "--quiet", path.toString());
  }

  /** The same of the files alone. */
  void verifyFiles(Path tools) throws IOException, InterruptedException {
    run(tools.resolve("pg_verifybackup").toString(), "--quiet", "--no-parse-wal", path.toString());
  }

  /**
   * Has the log read that the snapshot needs, by PostgreSQL's own program for its version. {@code
   * pg_verifybackup} does the same, with the one that lies beside it.
   */
  void verifyLog(Path tools, Map<String, String> details) throws IOException, InterruptedException {
    run(
        tools.resolve("pg_waldump").toString(),
        "--quiet",
        "--path=" + path.resolve("pg_wal"),
        "--timeline=" + details.get("timeline"),
        "--start=" + details.get("startLsn"),
        "--end=" + details.get("endLsn"));
  }

  /** A server on this folder. */
  PostgresServer start(int major) {
    return PostgresServers.start(major, path);
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), ISO_8859_1);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
