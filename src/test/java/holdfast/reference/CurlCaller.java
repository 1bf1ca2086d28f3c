package holdfast.reference;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** By the machine's shell and its curl. */
final class CurlCaller implements ExampleCaller {
  private final Path home;
  private final String setup;

  /**
   * @param home what the shell takes for the user's folder; it may leave files there
   * @param setup what is to be done before each example
   */
  CurlCaller(Path home, String setup) throws IOException {
    this.home = home;
    this.setup = setup;
    // The examples stay as they are printed: what the test wants to know besides is asked for here.
    Files.writeString(
        home.resolve(".curlrc"), "silent\nshow-error\nwrite-out = \"\\n%{http_code}\"\n");
  }

  @Override
  public Called call(String example) {
    try {
      ProcessBuilder shell =
          new ProcessBuilder("sh", "-euc", setup + "\n" + example).directory(home.toFile());
      shell.environment().put("HOME", home.toString());
      Process process = shell.redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return called(process.waitFor(), output);
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  private static Called called(int exitCode, String output) {
    int end = Math.max(0, output.lastIndexOf('\n'));
    boolean isGood = exitCode == 0 && output.substring(end).strip().equals("200");
    return new Called(isGood, output, output.substring(0, end).strip());
  }

  @Override
  public void close() {}
}
