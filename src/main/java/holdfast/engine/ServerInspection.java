package holdfast.engine;

import holdfast.database.DatabaseDriver;
import holdfast.database.Probe;
import holdfast.engine.Inspections.DatabaseReport;
import holdfast.model.ConnectionUri;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.FoundDatabase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A look at all databases of a server. */
record ServerInspection(DatabaseDriver driver, ConnectionUri server) {
  private static final int NAMED = 5;

  /** What is said of several databases is said once. */
  DatabaseReport of(Set<String> except) throws FailureException {
    List<FoundDatabase> covered = covered(driver, server, except);
    Map<String, List<String>> warnings = new LinkedHashMap<>();
    String version = "";
    boolean isEmpty = true;
    FailureException last = null;
    for (FoundDatabase found : covered) {
      if (found.obstacle().isPresent()) {
        last = new FailureException(found.obstacle().get(), null);
        note(warnings, unusable(last), found);
      }
    }
    List<FoundDatabase> readable = covered.stream().filter(it -> it.obstacle().isEmpty()).toList();
    for (FoundDatabase found : readable.stream().limit(Inspections.LOOKED_AT).toList()) {
      try {
        Probe probe = driver.probe(driver.naming(server, found.name()));
        version = probe.version();
        isEmpty &= probe.isEmpty();
        probe.warnings().forEach(warning -> note(warnings, warning, found));
      } catch (FailureException e) {
        last = e;
        note(warnings, unusable(e), found);
      }
    }
    if (version.isEmpty() && last != null) {
      throw last;
    }
    return new DatabaseReport(version, size(covered), isEmpty, sentences(warnings, covered.size()));
  }

  /**
   * Those that a backup has to hold.
   *
   * @throws FailureException also when there is none, or the login does not see all
   */
  static List<FoundDatabase> covered(
      DatabaseDriver driver, ConnectionUri server, Set<String> except) throws FailureException {
    driver.requireAllVisible(server);
    List<FoundDatabase> covered = listed(driver, server, except);
    if (covered.isEmpty()) {
      throw new FailureException(
          FailureCode.DATABASE_MISSING,
          "the server has no database that could be backed up",
          "Look with \"discover addons\" at what this login sees there, and at what the addon leaves out.");
    }
    return covered;
  }

  /** The same; there may be none. */
  static List<FoundDatabase> listed(DatabaseDriver driver, ConnectionUri server, Set<String> except)
      throws FailureException {
    return driver.databases(server).stream()
        .filter(found -> !except.contains(found.name()))
        .toList();
  }

  private static String unusable(FailureException e) {
    return "Backups will fail: %s. %s Or leave it out: connection.except."
        .formatted(e.failure().message(), e.failure().hint());
  }

  private static void note(
      Map<String, List<String>> warnings, String warning, FoundDatabase found) {
    warnings.computeIfAbsent(warning, key -> new ArrayList<>()).add(found.name());
  }

  private static long size(List<FoundDatabase> databases) {
    return databases.stream().mapToLong(found -> found.sizeBytes().orElse(0)).sum();
  }

  private static List<String> sentences(Map<String, List<String>> warnings, int databases) {
    List<String> sentences = new ArrayList<>();
    warnings.forEach((warning, names) -> sentences.add(names(names) + ": " + warning));
    if (databases > Inspections.LOOKED_AT) {
      sentences.add(
          "The server has %d databases, of which %d were looked at."
              .formatted(databases, Inspections.LOOKED_AT));
    }
    return sentences;
  }

  private static String names(List<String> names) {
    String shown = String.join(", ", names.stream().limit(NAMED).toList());
    return names.size() > NAMED ? "%s and %d more".formatted(shown, names.size() - NAMED) : shown;
  }
}
