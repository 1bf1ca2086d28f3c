package holdfast.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Users of MySQL and MariaDB, made by the very statements that docs/databases.md has for them. */
final class DocumentedUsers {
  private static final Path DOCUMENT = Path.of("docs", "databases.md");
  private static final Pattern BLOCK = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);

  private DocumentedUsers() {}

  /** The statements for a user of that name and a database of that name, at such a server. */
  static List<String> statements(
      MysqlRelease release, String user, String database, String password) {
    String section = read().split("\n## MySQL and MariaDB\n", 2)[1].split("\n## ", 2)[0];
    Matcher blocks = BLOCK.matcher(section);
    while (blocks.find()) {
      if (blocks.group(1).contains("'" + user + "'@'%'")) {
        return blocks
            .group(1)
            .lines()
            .filter(release::isMeantBy)
            .map(line -> line.replaceFirst(";.*", "").strip())
            .filter(line -> !line.isEmpty())
            .map(line -> line.replace("CREATE USER", "CREATE USER IF NOT EXISTS"))
            .map(line -> line.replace("`shop`", "`" + database + "`"))
            .map(line -> line.replace("'a password'", text(password)))
            .toList();
      }
    }
    throw new AssertionError("docs/databases.md has no statements for the user " + user);
  }

  private static String text(String password) {
    return "'" + password.replace("\\", "\\\\").replace("'", "''") + "'";
  }

  private static String read() {
    try {
      return Files.readString(DOCUMENT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
