package holdfast.cli;

import holdfast.cli.output.Terminal;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * What a command is started in.
 *
 * @param home the user's folder
 * @param folder in which relative names of files begin
 */
public record Shell(
    Map<String, String> environment,
    Path home,
    Path folder,
    InputStream in,
    PrintStream out,
    PrintStream err,
    Terminal terminal,
    Clock clock) {

  public static Shell ofThisProcess() {
    Map<String, String> environment = System.getenv();
    return new Shell(
        environment,
        Path.of(System.getProperty("user.home")),
        Path.of("").toAbsolutePath(),
        System.in,
        new PrintStream(
            new java.io.FileOutputStream(java.io.FileDescriptor.out),
            false,
            StandardCharsets.UTF_8),
        System.err,
        Terminal.ofThisProcess(environment),
        Clock.systemUTC());
  }

  /** The value of a variable; empty where it is not set. */
  public String variable(String name) {
    return environment.getOrDefault(name, "");
  }
}
