package holdfast.chaos;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** No answer that was given is broken. */
record LedgerCheck() implements Check {
  @Override
  public List<String> violations(Evidence evidence) {
    return violations(evidence.installation(), evidence.facts());
  }

  static List<String> violations(Installation installation, Facts facts) {
    Map<String, Protected> sources =
        installation.sources().stream()
            .collect(Collectors.toMap(Protected::slug, Function.identity()));
    return installation.ledger().violations(facts, sources);
  }
}
