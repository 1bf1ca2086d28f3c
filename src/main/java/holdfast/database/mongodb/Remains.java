package holdfast.database.mongodb;

import holdfast.model.FailureException;
import holdfast.model.RunTag;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** The collections that the restores of a run, up to the tag's attempt, have in their target. */
record Remains(MongoSession session, RunTag tag) {

  /** The attempts that have left something. */
  NavigableSet<Integer> attempts() throws FailureException {
    NavigableSet<Integer> attempts = new TreeSet<>();
    for (String name : Catalogue.of(session).names()) {
      RestoreNames.attempt(tag, name).ifPresent(attempts::add);
    }
    return attempts;
  }

  /** The same run in another attempt. */
  RunTag ofAttempt(int attempt) {
    return new RunTag(tag.instanceId(), tag.runId(), attempt);
  }

  /** Drops what an attempt has made ready and not put in place; its journal stays. */
  void dropMadeReady(int attempt) throws FailureException {
    names(attempt).stream().filter(RestoreNames::isMadeReady).forEach(session::drop);
  }

  /** Drops all that an attempt has left, the journal last: it says what the rest is. */
  void dropAttempt(int attempt) throws FailureException {
    String journal = new RestoreNames(ofAttempt(attempt)).journal();
    names(attempt).stream().filter(name -> !name.equals(journal)).forEach(session::drop);
    session.drop(journal);
  }

  private List<String> names(int attempt) throws FailureException {
    return Catalogue.of(session).names().stream()
        .filter(name -> RestoreNames.attempt(tag, name).orElse(-1) == attempt)
        .sorted()
        .toList();
  }
}
