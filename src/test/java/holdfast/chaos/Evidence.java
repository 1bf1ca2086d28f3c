package holdfast.chaos;

import java.util.List;

/**
 * What the checks of one round look at.
 *
 * @param before what the catalog said when it began
 */
record Evidence(
    Installation installation,
    Surroundings surroundings,
    Facts facts,
    FaultKind fault,
    Facts before) {

  boolean isOfThisRound(String uid) {
    return before.backup(uid) == null;
  }

  /** Copies that the catalog shows as completed. */
  List<Facts.CopyRow> completedCopies() {
    return facts.copies().stream().filter(Facts.CopyRow::isCompleted).toList();
  }

  Place placeOf(Facts.CopyRow copy) {
    Facts.DestinationRow row = facts.destinations().get(copy.destinationId());
    if (row == null) {
      throw new AssertionError("a copy in a destination that is not there: " + copy);
    }
    return installation.place(row.slug());
  }
}
