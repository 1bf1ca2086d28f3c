package holdfast.testing;

import holdfast.model.AddonType;
import holdfast.model.BackupType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which versions of servers were backed up and restored whole by the tests of this run, and the
 * table of them in docs/databases.md, which {@code ./check} holds against it.
 */
public final class ShownVersions {
  private static final Path NOTES = Path.of("target", "shown");
  private static final Path PAGE = Path.of("docs", "databases.md");
  private static final String BEGIN =
      "<!-- What the tests have shown; ./check writes this table. -->";
  private static final String END = "<!-- Its end. -->";
  private static final Pattern TABLE =
      Pattern.compile(Pattern.quote(BEGIN) + "\n(.*?)" + Pattern.quote(END), Pattern.DOTALL);
  private static final String HEAD =
      """
      | type | backup | backed up and restored whole by `./check` | and by `./check all` |
      |---|---|---|---|
      """;

  private ShownVersions() {}

  /** A row of the table. */
  private record Row(AddonType type, BackupType kind, Set<String> suite, Set<String> all) {
    String text() {
      return "| %s | %s | %s | %s |\n"
          .formatted(type.wire(), kind.wire(), String.join(", ", suite), String.join(", ", all));
    }
  }

  /**
   * Notes that a backup was restored, and what came out compared with what went in.
   *
   * @param server like {@code PostgreSQL 15.17}: what tells one release from another is kept
   */
  public static void note(AddonType type, BackupType kind, String server) {
    String line = "%s\t%s\t%s%n".formatted(type, kind, release(server));
    try {
      Files.createDirectories(NOTES);
      Files.writeString(
          NOTES.resolve(Long.toString(ProcessHandle.current().pid())),
          line,
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
   * @param args {@code check} or {@code write}; then {@code suite}, {@code all}, or {@code part}
   *     where not every server could be had: what was shown has to be said then, and no more
   */
  public static void main(String[] args) throws IOException {
    boolean isWriting = args[0].equals("write");
    String page = Files.readString(PAGE);
    Matcher table = TABLE.matcher(page);
    if (!table.find()) {
      throw new IllegalStateException(PAGE + " has no table of what was shown");
    }
    String before = table.group(1);
    String now = table(before, args[1]);
    if (now.equals(before)) {
      return;
    }
    if (!isWriting) {
      System.err.printf("%s says%n%n%s%nand the tests have shown%n%n%s%n", PAGE, before, now);
      System.exit(1);
    }
    Files.writeString(PAGE, page.substring(0, table.start(1)) + now + page.substring(table.end(1)));
  }

  private static String table(String before, String mode) throws IOException {
    StringBuilder text = new StringBuilder(HEAD);
    for (AddonType type : AddonType.values()) {
      for (BackupType kind : BackupType.values()) {
        if (type.backupTypes().contains(kind)) {
          text.append(row(type, kind, cells(before, type, kind), mode).text());
        }
      }
    }
    return text.toString();
  }

  private static Row row(AddonType type, BackupType kind, List<Set<String>> said, String mode)
      throws IOException {
    Set<String> shown = noted(type, kind);
    return switch (mode) {
      case "suite" -> new Row(type, kind, shown, said.get(1));
      case "all" -> {
        Set<String> more = new TreeSet<>(shown);
        more.removeAll(said.get(0));
        said.get(0).retainAll(shown);
        yield new Row(type, kind, said.get(0), more);
      }
      case "part" -> {
        shown.removeAll(said.get(1));
        shown.addAll(said.get(0));
        yield new Row(type, kind, shown, said.get(1));
      }
      default -> throw new IllegalArgumentException("suite, all or part, not " + mode);
    };
  }

  private static Set<String> noted(AddonType type, BackupType kind) throws IOException {
    Set<String> servers = new TreeSet<>();
    if (Files.isDirectory(NOTES)) {
      try (Stream<Path> files = Files.list(NOTES)) {
        for (Path file : files.toList()) {
          for (String line : Files.readAllLines(file)) {
            String[] parts = line.split("\t", -1);
            if (parts[0].equals(type.name()) && parts[1].equals(kind.name())) {
              servers.add(parts[2]);
            }
          }
        }
      }
    }
    return servers;
  }

  /** What the table says now in the two cells of a row. */
  private static List<Set<String>> cells(String table, AddonType type, BackupType kind) {
    String start = "| %s | %s |".formatted(type.wire(), kind.wire());
    List<Set<String>> cells = new ArrayList<>(List.of(new TreeSet<>(), new TreeSet<>()));
    table
        .lines()
        .filter(line -> line.startsWith(start))
        .findFirst()
        .ifPresent(
            line -> {
              String[] parts = line.substring(start.length()).split("\\|", -1);
              cells.set(0, names(parts[0]));
              cells.set(1, names(parts[1]));
            });
    return cells;
  }

  private static Set<String> names(String cell) {
    return Arrays.stream(cell.split(",", -1))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
