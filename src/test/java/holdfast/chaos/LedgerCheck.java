package holdfast.chaos;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** No answer that was given is broken. */
record LedgerCheck() implements Check {
  @Override
  public List<String> violations(Evidence evidence) {
    Map<String, Protected> sources =
        evidence.installation().sources().stream()
            .collect(Collectors.toMap(Protected::slug, Function.identity()));
    return evidence.installation().ledger().violations(evidence.facts(), sources);
  }
}
