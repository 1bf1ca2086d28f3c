package holdfast.testing.mongodb;

import static java.nio.charset.StandardCharsets.UTF_8;

import holdfast.testing.UnpackedServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The stock {@code mongodump} and {@code mongorestore}, as {@code ./check} fetches them: {@code
 * scripts/servers.sh}.
 *
 * @param user whom they log in as
 * @param folder where they have their files
 */
public record StockMongoTools(TestMongo server, String user, Path folder) {

  /**
   * What a tool has left.
   *
   * @param output a file with its standard output, which the next run writes anew
   * @param messages what it has said beside them
   */
  public record Outcome(int status, Path output, String messages) {}

  /** Where the programs lie. */
  public static Path programs() {
    return UnpackedServers.folder("mongodb-tools");
  }

  /** Runs {@code mongodump --archive}: its output is one. */
  public Outcome dump(String... options) throws IOException, InterruptedException {
    return run("mongodump", new byte[0], options);
  }

  /** Runs {@code mongorestore --archive}. */
  public Outcome restore(byte[] archive, String... options)
      throws IOException, InterruptedException {
    return run("mongorestore", archive, options);
  }

  private Outcome run(String program, byte[] input, String... options)
      throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    Path messages = folder.resolve("messages");
    List<String> command = new ArrayList<>();
    command.add(programs().resolve(program).toString());
    command.add("--config=" + writeConnection());
    command.add("--archive");
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command)
            .redirectInput(Files.write(folder.resolve("input"), input).toFile())
            .redirectOutput(output.toFile())
            .redirectError(messages.toFile())
            .start();
    return new Outcome(process.waitFor(), output, Files.readString(messages, UTF_8));
  }

  /** Tells the tools where to go, since everybody can read a program's arguments. */
  public Path writeConnection() throws IOException {
    String uri = TestMongo.uri(user, TestMongo.PASSWORD, server.port(), "");
    return Files.writeString(folder.resolve("connection.yaml"), "uri: " + uri + "\n");
  }
}
