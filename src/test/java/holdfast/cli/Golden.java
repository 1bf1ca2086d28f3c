package holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Files with what commands print. {@code -Dholdfast.golden=write} renews them. */
final class Golden {
  private static final Path FOLDER = Path.of("src", "test", "resources", "cli");

  /** What differs from run to run, and what stands in its place; of the same length, for tables. */
  private static final Map<Pattern, String> CHANGING = new LinkedHashMap<>();

  static {
    change(
        "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}",
        "00000000-0000-7000-8000-000000000000");
    change("\\b[0-9a-f]{24}\\b", "000000000000000000000000");
    change("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z", "2026-01-01T12:00:00.000Z");
    change("\\b1[78]\\d{11}\\b", "1800000000000");
    change("\"(size|\\w+Bytes)\" : \"?\\d+\"?", "\"$1\" : 0");
    change("\\d(?=[\\d.]* (B|KB|MB)\\b)", "#");
    change("(?<=,)\\d{3,}(?=,)", "#");
    change("hf_[\\w-]{43}", "hf_TOKEN");
    change("/v1/downloads/[^\"\\s]+", "/v1/downloads/TICKET");
    // Whether it was seen on its way is chance.
    change("(?m)^! (scheduled|in-progress)\\n", "");
    // Tests that share a server count its databases together.
    change("Shop( |%20)\\d+", "Shop$1N");
    change("127\\.0\\.0\\.1:\\d+", "127.0.0.1:7070");
  }

  private Golden() {}

  private static void change(String pattern, String replacement) {
    CHANGING.put(Pattern.compile(pattern), replacement);
  }

  static String normalised(String text) {
    String normal = text;
    for (Map.Entry<Pattern, String> change : CHANGING.entrySet()) {
      normal = change.getKey().matcher(normal).replaceAll(change.getValue());
    }
    return normal;
  }

  static void check(String name, String actual) throws IOException {
    Path file = FOLDER.resolve(name);
    if (System.getProperty("holdfast.golden", "").equals("write")) {
      Files.writeString(file, actual);
    }
    assertThat(actual).isEqualTo(Files.readString(file));
  }
}
