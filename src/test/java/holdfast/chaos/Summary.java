package holdfast.chaos;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What came of all rounds, by fault. */
final class Summary {
  private final Map<FaultKind, Map<String, Integer>> counts = new EnumMap<>(FaultKind.class);

  void add(Plan plan, Round.Result result) {
    Map<String, Integer> count = counts.computeIfAbsent(plan.fault(), key -> new TreeMap<>());
    count.merge("rounds", 1, Integer::sum);
    count.merge(plan.topology().words(), 1, Integer::sum);
    plan.steps().forEach(step -> count.merge("asked: " + step.work().words(), 1, Integer::sum));
    count.merge("violations", result.violations().size(), Integer::sum);
    statuses(result).forEach((status, number) -> count.merge(status, number, Integer::sum));
  }

  /** How the runs of one round ended. */
  static String outcome(Round.Result result) {
    return statuses(result).entrySet().stream()
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .collect(Collectors.joining(", "));
  }

  private static Map<String, Integer> statuses(Round.Result result) {
    Map<String, Integer> statuses = new TreeMap<>();
    result.facts().backups().stream()
        .filter(row -> result.before().backup(row.uid()) == null)
        .forEach(row -> statuses.merge("backups " + row.status(), 1, Integer::sum));
    result.facts().restores().stream()
        .filter(row -> result.before().restore(row.id()) == null)
        .forEach(row -> statuses.merge("restores " + row.status(), 1, Integer::sum));
    return statuses;
  }

  /** One line for each fault, then one for all. */
  String table() {
    StringBuilder table = new StringBuilder();
    Map<String, Integer> all = new TreeMap<>();
    counts.forEach(
        (fault, count) -> {
          table.append(line(fault.words(), count));
          count.forEach((what, number) -> all.merge(what, number, Integer::sum));
        });
    return table.append(line("all", all)).toString();
  }

  private static String line(String name, Map<String, Integer> count) {
    return "%-38s %s%n"
        .formatted(
            name,
            count.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(" · ")));
  }
}
