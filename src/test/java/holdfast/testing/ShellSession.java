package holdfast.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** One bash that is given command after command, and remembers variables and functions. */
public final class ShellSession implements AutoCloseable {
  private static final String END = "@@ended";

  private final Process bash;
  private final Writer commands;
  private final BufferedReader output;

  /**
   * @param home the user's folder and the one it stands in; curl prints the status of each answer
   *     in a line of its own, {@code HTTP 200}
   */
  public ShellSession(Path home) throws IOException {
    Files.writeString(home.resolve(".curlrc"), "write-out = \"\\nHTTP %{http_code}\\n\"\n");
    ProcessBuilder builder =
        new ProcessBuilder("bash", "--norc", "-eu", "-o", "pipefail", "-s")
            .directory(home.toFile())
            .redirectErrorStream(true);
    builder.environment().put("HOME", home.toString());
    bash = builder.start();
    commands = bash.outputWriter(StandardCharsets.UTF_8);
    output = bash.inputReader(StandardCharsets.UTF_8);
  }

  /** What they print. Fails for commands that fail. */
  public String run(String script) throws IOException {
    commands.write(script + "\necho " + END + "\n");
    commands.flush();
    StringBuilder printed = new StringBuilder();
    for (String line = output.readLine(); !END.equals(line); line = output.readLine()) {
      if (line == null) {
        throw new AssertionError("the shell ended in\n%s\n%s".formatted(script, printed));
      }
      printed.append(line).append('\n');
    }
    return printed.toString();
  }

  @Override
  public void close() {
    bash.destroy();
  }
}
