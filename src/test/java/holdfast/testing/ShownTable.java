package holdfast.testing;

import holdfast.database.DatabaseDrivers;
import holdfast.model.AddonType;
import holdfast.model.BackupType;
import holdfast.model.FailureException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The table of what the tests have shown: a row for each type and kind of backup, with the releases
 * that were backed up and those whose backups were restored, by {@code ./check} and by {@code
 * ./check all} besides.
 *
 * @param notes of a run, as {@link #note} makes them
 */
record ShownTable(Set<String> notes) {
  private static final String HEAD =
      """
      | type | backup | backed up by `./check` | and by `./check all` | restored whole by `./check` | and by `./check all` |
      |---|---|---|---|---|---|
      """;

  /** What is done with a backup that is a copy of a server's files, instead of a restore. */
  private static final String UNPACKED = "unpacked and started: ";

  /** What a test has done. */
  enum Deed {
    BACKED_UP(3),
    RESTORED(5);

    private final int column;

    /**
     * @param column the first of two, of which the second has what only {@code ./check all} shows
     */
    Deed(int column) {
      this.column = column;
    }
  }

  ShownTable {
    notes = Set.copyOf(notes);
  }

  /** That something was done with a backup, on one line. */
  static String note(Deed deed, AddonType type, BackupType kind, String server) {
    return "%s\t%s\t%s\t%s".formatted(deed, type, kind, server);
  }

  /**
   * What stands in the two cells of one deed.
   *
   * @param suite shown by {@code ./check}
   * @param more shown by {@code ./check all} alone
   */
  private record Cells(Set<String> suite, Set<String> more) {

    /** What they say now. */
    static Cells said(List<String> row, Deed deed) {
      return row.size() < deed.column + 2
          ? new Cells(Set.of(), Set.of())
          : new Cells(names(row.get(deed.column)), names(row.get(deed.column + 1)));
    }

    /** What they have to say after a run that has shown so much. */
    Cells after(Set<String> shown, String mode) {
      return switch (mode) {
        case "suite" -> new Cells(shown, more);
        case "all" -> {
          Set<String> both = new TreeSet<>(suite);
          both.retainAll(shown);
          yield new Cells(both, without(shown, suite));
        }
        case "part" -> {
          Set<String> all = without(shown, more);
          all.addAll(suite);
          yield new Cells(all, more);
        }
        default -> throw new IllegalArgumentException("suite, all or part, not " + mode);
      };
    }

    String text(String how) {
      return "%s | %s".formatted(text(how, suite), text(how, more));
    }

    private static String text(String how, Set<String> names) {
      return names.isEmpty() ? "" : how + String.join(", ", new TreeSet<>(names));
    }

    private static Set<String> without(Set<String> all, Set<String> some) {
      Set<String> rest = new TreeSet<>(all);
      rest.removeAll(some);
      return rest;
    }

    private static Set<String> names(String cell) {
      return Arrays.stream(cell.replace(UNPACKED, "").split(",", -1))
          .map(String::strip)
          .filter(name -> !name.isEmpty())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /**
   * The table that a page must have.
   *
   * @param before what it has
   * @param mode {@code suite}, {@code all}, or {@code part} where not every server could be had:
   *     what was shown has to be said then, and no more
   */
  String after(String before, String mode) throws FailureException {
    DatabaseDrivers drivers = DatabaseDrivers.all(Path.of("target"));
    StringBuilder text = new StringBuilder(HEAD);
    for (AddonType type : AddonType.values()) {
      Set<BackupType> supported = drivers.of(type).capabilities().backupTypes();
      for (BackupType kind : BackupType.values()) {
        String head = "| %s | %s |".formatted(type.wire(), kind.wire());
        text.append(head)
            .append(
                supported.contains(kind)
                    ? row(type, kind, head, before, mode)
                    : " not supported | | | |")
            .append('\n');
      }
    }
    return text.toString();
  }

  private String row(AddonType type, BackupType kind, String head, String before, String mode) {
    List<String> said =
        before
            .lines()
            .filter(line -> line.startsWith(head))
            .findFirst()
            .map(line -> List.of(line.split("\\|", -1)))
            .orElse(List.of());
    Cells backedUp =
        Cells.said(said, Deed.BACKED_UP).after(noted(Deed.BACKED_UP, type, kind), mode);
    Cells restored = Cells.said(said, Deed.RESTORED).after(noted(Deed.RESTORED, type, kind), mode);
    String how = type.isPhysical(kind) ? UNPACKED : "";
    return " %s | %s |".formatted(backedUp.text(""), restored.text(how));
  }

  private Set<String> noted(Deed deed, AddonType type, BackupType kind) {
    String start = note(deed, type, kind, "");
    return notes.stream()
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(start.length()))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
