package holdfast.chaos;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Rounds, one after the other, on installations that live from round to round. Prints a line for
 * each and stops at the first violation.
 */
final class ChaosRun implements AutoCloseable {
  private final Path folder;
  private final PrintStream out;
  private final Surroundings surroundings;
  private final Checker checker = new Checker();
  private final Map<Topology, Installation> installations = new EnumMap<>(Topology.class);
  private final Summary summary = new Summary();
  private boolean violated;

  private ChaosRun(Path folder, PrintStream out, Surroundings surroundings) {
    this.folder = folder;
    this.out = out;
    this.surroundings = surroundings;
  }

  /**
   * @param parent for a folder with everything of the run, deleted at the end unless something was
   *     violated
   */
  static ChaosRun start(Path parent, long seed, PrintStream out) throws Exception {
    Path folder =
        Files.createTempDirectory(Files.createDirectories(parent).toRealPath(), seed + "-");
    return new ChaosRun(folder, out, Surroundings.start(folder));
  }

  /** Plays the round of a seed; answers what was violated. */
  List<String> round(int number, long seed) {
    Plan plan = Plan.of(seed);
    long start = System.nanoTime();
    Round.Result result = play(plan);
    summary.add(plan, result);
    out.printf(
        "round %d seed %d | %s | %s | %.1f s%n",
        number,
        seed,
        plan.words(),
        result.violations().isEmpty() ? Summary.outcome(result) : "VIOLATED",
        (System.nanoTime() - start) / 1e9);
    if (!result.violations().isEmpty()) {
      violated = true;
      result.violations().forEach(it -> out.println("  violated: " + it));
      out.printf("  repeat with: ./check chaos 1 %d%n  kept: %s%n", seed, folder);
    }
    return result.violations();
  }

  private Round.Result play(Plan plan) {
    try {
      return new Round(plan, surroundings, installation(plan.topology())).play(checker);
    } catch (Exception | AssertionError e) {
      e.printStackTrace(out);
      return Round.Result.broken("the round could not be played to its end: " + e);
    }
  }

  private Installation installation(Topology topology) throws Exception {
    Installation there = installations.get(topology);
    if (there == null) {
      there = Installation.start(topology, surroundings, folder);
      installations.put(topology, there);
    }
    return there;
  }

  Summary summary() {
    return summary;
  }

  /** Ends all processes at once, when this one is ended. */
  void abandon() {
    installations.values().forEach(Installation::kill);
    surroundings.abandon();
  }

  @Override
  public void close() throws IOException {
    installations.values().forEach(Installation::close);
    surroundings.close();
    if (!violated) {
      deleteFolder();
    }
  }

  private void deleteFolder() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
