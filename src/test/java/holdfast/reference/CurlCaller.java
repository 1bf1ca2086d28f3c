package holdfast.reference;

import holdfast.testing.Api;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** By the machine's shell and its curl. */
final class CurlCaller implements ExampleCaller {
  private final Api api;
  private final Path folder;

  /**
   * @param folder where it may leave files
   */
  CurlCaller(Api api, Path folder) throws IOException {
    this.api = api;
    this.folder = folder;
    // The examples stay as they are printed: what the test wants to know besides is asked for here.
    Files.writeString(
        folder.resolve(".curlrc"), "silent\nshow-error\nwrite-out = \"\\n%{http_code}\"\n");
  }

  @Override
  public Called call(String example) {
    try {
      ProcessBuilder shell = new ProcessBuilder("sh", "-euc", example).directory(folder.toFile());
      shell.environment().put("CURL_HOME", folder.toString());
      shell.environment().put("HOLDFAST_URL", api.url());
      shell.environment().put("HOLDFAST_TOKEN", api.token());
      Process process = shell.redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      int exitCode = process.waitFor();
      int end = Math.max(0, output.lastIndexOf('\n'));
      boolean isGood = exitCode == 0 && output.substring(end).strip().equals("200");
      return new Called(isGood, output, output.substring(0, end).strip());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void close() {}
}
