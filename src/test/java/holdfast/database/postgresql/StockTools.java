package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** This machine's pg_dump and pg_restore as everybody uses them, for comparison. */
final class StockTools {
  private StockTools() {}

  /** The file that a pg_dump of the database's owner makes. */
  static byte[] dump(PostgresDatabase database, String... options) throws Exception {
    List<String> command = command("pg_dump", database);
    command.add("--format=custom");
    command.addAll(List.of(options));
    Process process = start(command);
    byte[] bytes = process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).isZero();
    return bytes;
  }

  /** What fails at the server is passed over, as pg_restore does. */
  static void restore(byte[] dump, PostgresDatabase target) throws Exception {
    Process process = start(command("pg_restore", target));
    try (OutputStream in = process.getOutputStream()) {
      in.write(dump);
    }
    process.getInputStream().transferTo(OutputStream.nullOutputStream());
    assertThat(process.waitFor()).isLessThan(2);
  }

  private static List<String> command(String tool, PostgresDatabase database) {
    return new ArrayList<>(
        List.of(
            tool,
            "--host=127.0.0.1",
            "--port=" + database.port(),
            "--username=" + database.owner(),
            "--dbname=" + database.name()));
  }

  private static Process start(List<String> command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("PGPASSWORD", PostgresServer.PASSWORD);
    return builder.start();
  }
}
