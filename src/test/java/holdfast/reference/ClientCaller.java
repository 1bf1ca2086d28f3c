package holdfast.reference;

import static java.nio.charset.StandardCharsets.UTF_8;

import holdfast.testing.Api;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** By the JavaScript client as it is built of clients/js, all in one process of Node. */
final class ClientCaller implements ExampleCaller {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Process node;
  private final BufferedReader answers;
  private final Writer examples;

  /**
   * @param project an empty folder, in which the client is installed
   * @param setup how the client is made
   */
  ClientCaller(Api api, Path project, String setup) throws IOException {
    Path modules = Files.createDirectories(project.resolve("node_modules", "@holdfast"));
    Path client = Path.of("clients", "js").toAbsolutePath();
    Files.createSymbolicLink(modules.resolve("client"), client);
    Files.writeString(project.resolve("client.mjs"), setup + "\nexport { client };\n");
    Path runner = project.resolve("examples.mjs");
    Files.copy(Path.of("src", "test", "js", "examples.mjs"), runner);
    ProcessBuilder builder = new ProcessBuilder("node", runner.toString());
    builder.environment().put("HOLDFAST_URL", api.url());
    builder.environment().put("HOLDFAST_TOKEN", api.token());
    node = builder.redirectErrorStream(true).start();
    answers = node.inputReader(UTF_8);
    examples = node.outputWriter(UTF_8);
  }

  @Override
  public Called call(String example) {
    try {
      examples.write(JSON.writeValueAsString(example) + "\n");
      examples.flush();
      String line = Objects.requireNonNullElse(answers.readLine(), "the process has ended");
      if (!line.startsWith("{")) {
        return new Called(false, line, "");
      }
      JsonNode answer = JSON.readTree(line);
      return new Called(answer.has("data"), line, line);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    node.destroy();
  }
}
