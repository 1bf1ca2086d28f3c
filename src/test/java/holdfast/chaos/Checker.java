package holdfast.chaos;

import java.util.ArrayList;
import java.util.List;

/**
 * Looks whether everything is as it must be after a round. What is only not gone yet (a tool that
 * notices the death of its server) is given a bounded time.
 */
final class Checker {
  private static final int PATIENCE = 20;
  private static final long PAUSE_MILLIS = 500;

  private final List<Check> passing = List.of(new OutcomesCheck(), new LeftoversCheck());
  private final List<Check> checks =
      List.of(
          new LedgerCheck(),
          new FiringsCheck(),
          new ExpiryCheck(),
          new ObjectsCheck(),
          new ForeignCheck(),
          new ListsCheck(),
          new TargetsCheck(),
          new StockRestoreCheck());

  List<String> violations(Evidence evidence) {
    List<String> violations = run(passing, evidence);
    for (int left = PATIENCE; left > 0 && !violations.isEmpty(); left--) {
      Pause.millis(PAUSE_MILLIS);
      violations = run(passing, evidence);
    }
    List<String> all = new ArrayList<>(violations);
    all.addAll(run(checks, evidence));
    return all;
  }

  private static List<String> run(List<Check> checks, Evidence evidence) {
    List<String> found = new ArrayList<>();
    for (Check check : checks) {
      try {
        found.addAll(check.violations(evidence));
      } catch (Exception | AssertionError e) {
        found.add("the check %s could not be made: %s".formatted(check.getClass(), e));
      }
    }
    return found;
  }
}
