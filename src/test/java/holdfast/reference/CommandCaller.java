package holdfast.reference;

import static java.nio.charset.StandardCharsets.UTF_8;

import holdfast.cli.Cli;
import holdfast.cli.ExitCode;
import holdfast.cli.Shell;
import holdfast.cli.output.Terminal;
import holdfast.testing.Api;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * By the command line, in this process, since a start of Java for each example would only cost
 * time; what its words are is left to a real shell.
 */
final class CommandCaller implements ExampleCaller {
  private static final String PRINT_WORDS = "holdfast() { printf '%s\\0' \"$@\"; }\n";

  private final Api api;
  private final Path home;

  CommandCaller(Api api, Path home) {
    this.api = api;
    this.home = home;
  }

  @Override
  public Called call(String example) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(output, true, UTF_8);
    Shell shell =
        new Shell(
            Map.of("HOLDFAST_URL", api.url(), "HOLDFAST_TOKEN", api.token()),
            home,
            home,
            InputStream.nullInputStream(),
            print,
            print,
            Terminal.none(),
            Clock.systemUTC());
    int exitCode = Cli.run(shell, words(example));
    return new Called(exitCode == ExitCode.OK, output.toString(UTF_8), "");
  }

  private static String[] words(String example) {
    try {
      Process shell = new ProcessBuilder("sh", "-euc", PRINT_WORDS + example).start();
      shell.getOutputStream().close();
      String words = new String(shell.getInputStream().readAllBytes(), UTF_8);
      if (shell.waitFor() != 0) {
        throw new AssertionError("no shell takes this: " + example);
      }
      return words.split("\0", 0);
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void close() {}
}
