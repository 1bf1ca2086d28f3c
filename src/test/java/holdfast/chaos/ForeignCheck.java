package holdfast.chaos;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What others have in the same places is what it was. */
record ForeignCheck() implements Check {
  @Override
  public List<String> violations(Evidence evidence) throws IOException {
    List<String> violations = new ArrayList<>();
    for (Place place : evidence.installation().places()) {
      violations.addAll(place.foreign().violations());
    }
    return violations;
  }
}
