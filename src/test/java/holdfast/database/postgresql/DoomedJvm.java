package holdfast.database.postgresql;

import static java.nio.charset.StandardCharsets.UTF_8;

import holdfast.database.Dump;
import holdfast.database.Restoration;
import holdfast.database.RunContext;
import holdfast.model.BackupType;
import holdfast.model.ConnectionUri;
import holdfast.model.Key;
import holdfast.model.RunTag;
import holdfast.testing.Runs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A program that works with a database until it is killed: told by its stdin what to do. */
final class DoomedJvm {
  /** Before the file's name: the restore is committed, too. */
  static final String COMMIT = "commit ";

  private DoomedJvm() {}

  /** Starts it. It then holds a dump that it reads, or a restore that it has given some bytes. */
  static Process start(ConnectionUri connection, RunTag tag, String task) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                DoomedJvm.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    OutputStream orders = process.getOutputStream();
    for (String line : List.of(connection.secret().reveal(), tag.runId().hex(), task)) {
      orders.write((line + "\n").getBytes(UTF_8));
    }
    orders.flush();
    return process;
  }

  public static void main(String[] args) throws IOException {
    BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    ConnectionUri connection = new ConnectionUri(orders.readLine());
    RunTag tag = new RunTag(Runs.INSTANCE, new Key(orders.readLine()), 1);
    RunContext run = new RunContext(connection, tag, (container, line) -> {});
    String task = orders.readLine();
    if (task.equals("dump")) {
      try (Dump dump = new PostgresqlDriver().dump(BackupType.DUMP, run)) {
        dump.stream().readAllBytes();
      }
    } else {
      boolean commits = task.startsWith(COMMIT);
      byte[] bytes = Files.readAllBytes(Path.of(commits ? task.substring(COMMIT.length()) : task));
      try (Restoration restoration = new PostgresqlDriver().restore(run)) {
        restoration.write(bytes, 0, bytes.length);
        if (commits) {
          restoration.commit();
        }
        orders.readLine(); // Never comes.
      }
    }
  }
}
