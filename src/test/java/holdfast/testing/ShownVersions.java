package holdfast.testing;

import holdfast.model.AddonType;
import holdfast.model.BackupType;
import holdfast.testing.ShownTable.Deed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which versions of servers were backed up by the tests of this run, and which of these backups
 * were restored whole, for the table of them in docs/databases.md, which {@code ./check} holds
 * against it.
 */
public final class ShownVersions {
  private static final Path NOTES = Path.of("target", "shown");
  private static final Path PAGE = Path.of("docs", "databases.md");
  private static final String BEGIN =
      "<!-- What the tests have shown; ./check writes this table. -->";
  private static final String END = "<!-- Its end. -->";
  private static final Pattern TABLE =
      Pattern.compile(Pattern.quote(BEGIN) + "\n(.*?)" + Pattern.quote(END), Pattern.DOTALL);

  private ShownVersions() {}

  /**
   * Notes that a backup was taken, and proven whole as every backup is.
   *
   * @param server like {@code PostgreSQL 15.17}: what tells one release from another is kept
   */
  public static void backedUp(AddonType type, BackupType kind, String server) {
    note(Deed.BACKED_UP, type, kind, server);
  }

  /**
   * Notes that a backup was restored, or a server started from it, and what came out compared with
   * what went in.
   *
   * @param server that it was taken of
   */
  public static void restored(AddonType type, BackupType kind, String server) {
    note(Deed.RESTORED, type, kind, server);
  }

  private static void note(Deed deed, AddonType type, BackupType kind, String server) {
    try {
      Files.createDirectories(NOTES);
      Files.writeString(
          NOTES.resolve(Long.toString(ProcessHandle.current().pid())),
          ShownTable.note(deed, type, kind, release(server)) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** PostgreSQL's releases have one number, all others' two. */
  private static String release(String server) {
    String numbers = server.startsWith("PostgreSQL") ? "\\d+" : "\\d+\\.\\d+";
    return server.replaceFirst(" (" + numbers + ")[.-][^ ]*", " $1");
  }

  /**
   * Holds the page against what this run has noted, or writes it.
   *
   * @param args {@code check} or {@code write}; then a mode of {@link ShownTable#after}
   */
  public static void main(String[] args) throws IOException {
    boolean isWriting = args[0].equals("write");
    String page = Files.readString(PAGE);
    Matcher table = TABLE.matcher(page);
    if (!table.find()) {
      throw new IllegalStateException(PAGE + " has no table of what was shown");
    }
    String before = table.group(1);
    String now = new ShownTable(notes()).after(before, args[1]);
    if (now.equals(before)) {
      return;
    }
    if (!isWriting) {
      System.err.printf("%s says%n%n%s%nand the tests have shown%n%n%s%n", PAGE, before, now);
      System.exit(1);
    }
    Files.writeString(PAGE, page.substring(0, table.start(1)) + now + page.substring(table.end(1)));
  }

  private static Set<String> notes() throws IOException {
    Set<String> notes = new HashSet<>();
    if (Files.isDirectory(NOTES)) {
      try (Stream<Path> files = Files.list(NOTES)) {
        for (Path file : files.toList()) {
          notes.addAll(Files.readAllLines(file));
        }
      }
    }
    return notes;
  }
}
