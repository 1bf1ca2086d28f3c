package holdfast.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The statements that docs/databases.md tells people to run. */
public final class DocumentedStatements {
  private static final Path PAGE = Path.of("docs", "databases.md");

  private DocumentedStatements() {}

  /** The first block of SQL below a heading. */
  public static String below(String heading) {
    return below(heading, "sql");
  }

  /** The first block in this language below a heading. */
  public static String below(String heading, String language) {
    try {
      Matcher block =
          Pattern.compile(
                  "^#+ " + Pattern.quote(heading) + "$[^#]*?^```" + language + "\n(.*?)^```$",
                  Pattern.MULTILINE | Pattern.DOTALL)
              .matcher(Files.readString(PAGE));
      if (!block.find()) {
        throw new AssertionError("no statements below " + heading);
      }
      return block.group(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
