package holdfast.database.mongodb;

import com.mongodb.MongoException;
import holdfast.database.mongodb.Journal.State;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.RunTag;
import java.util.Optional;

/** Ends and removes what a dead run left at a server. */
record MongoSettlement(MongoUri uri, RunTag tag, MongoSession.Patience patience) {

  /** What to do with an attempt whose restore has come to its end in this state. */
  private interface Work {
    void with(Remains remains, int attempt, Optional<State> end) throws FailureException;
  }

  void fence() throws FailureException {
    forEachAttempt(
        (remains, attempt, end) -> {
          if (end.isEmpty() || end.get() != State.APPLIED) {
            remains.dropMadeReady(attempt);
          }
        });
  }

  boolean tookEffect() throws FailureException {
    boolean[] tookEffect = {false};
    forEachAttempt(
        (remains, attempt, end) -> tookEffect[0] |= end.filter(State.APPLIED::equals).isPresent());
    return tookEffect[0];
  }

  void settle() throws FailureException {
    forEachAttempt((remains, attempt, end) -> remains.dropAttempt(attempt));
  }

  private void forEachAttempt(Work work) throws FailureException {
    try (MongoSession session = MongoSession.open(uri, "holdfast", patience)) {
      if (!Operations.end(session, tag)) {
        throw unsettled("an operation of an earlier attempt does not end");
      }
      Remains remains = new Remains(session, tag);
      for (int attempt : remains.attempts()) {
        String journal = new RestoreNames(remains.ofAttempt(attempt)).journal();
        work.with(remains, attempt, new Swap(session, new Journal(session, journal)).resolve());
      }
    } catch (MongoException e) {
      throw MongoFailures.of(e, uri, FailureCode.DATABASE_UNREACHABLE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unsettled("interrupted");
    }
  }

  private FailureException unsettled(String why) {
    return new FailureException(
        FailureCode.RESTORE_FAILED,
        "cannot clean up after an earlier attempt at " + uri.where() + ": " + why,
        "It is tried again at the next start; look at the server's operations.");
  }
}
