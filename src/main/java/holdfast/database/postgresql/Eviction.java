package holdfast.database.postgresql;

import holdfast.database.RunContext;
import holdfast.model.FailureException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;

/** Ends the sessions in a database, again and again, while somebody waits for that. */
final class Eviction {
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final PgUri uri;
  private final RunContext run;
  private final Thread thread;
  private volatile boolean over;
  private volatile Set<Databases.Owner> outOfReach = Set.of();

  private Eviction(PgUri uri, RunContext run) {
    this.uri = uri;
    this.run = run;
    this.thread = Thread.ofVirtual().name("eviction").unstarted(this::evict);
  }

  /** Begins to end the sessions in the database that the URI names. */
  static Eviction begin(PgUri uri, RunContext run) {
    Eviction eviction = new Eviction(uri, run);
    eviction.thread.start();
    return eviction;
  }

  /** Returns when no more sessions will be ended. */
  void stop() throws InterruptedException {
    over = true;
    thread.join();
  }

  /** Whose sessions cannot be ended, as far as is known. */
  Set<Databases.Owner> outOfReach() {
    return outOfReach;
  }

  private void evict() {
    try (PgSession session = Maintenance.open(uri, run.tag().sessionName())) {
      while (!over) {
        outOfReach = Databases.endSessions(session, uri.database());
        Thread.sleep(PAUSE);
      }
    } catch (FailureException | SQLException e) {
      run.log().line("holdfast", "cannot end the sessions in the target: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
