package holdfast.database.postgresql;

import holdfast.database.RunContext;
import holdfast.model.FailureException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ends the sessions whose locks keep a restore from clearing its target, until that is done. Who
 * only reads is waited for a moment before; who holds no locks is left alone.
 */
final class LockHolders {
  /** Below the second after which the server would end one of two that wait for each other. */
  private static final Duration PAUSE = Duration.ofMillis(200);

  private static final String IN_THE_WAY =
      """
      SELECT DISTINCT holder.pid FROM pg_stat_activity waiting,
        unnest(pg_blocking_pids(waiting.pid)) AS b (pid)
        JOIN pg_stat_activity holder ON holder.pid = b.pid
      WHERE waiting.application_name = ? AND waiting.datname = current_database()
        AND waiting.wait_event_type = 'Lock' AND holder.datname = current_database()
        AND holder.usename IS NOT NULL AND holder.application_name IS DISTINCT FROM waiting.application_name
      """;

  /** The comment on the mark is the last thing that is done when the target is cleared. */
  private static final String IS_CLEARED =
      """
      SELECT EXISTS (
        SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database
        WHERE d.datname = current_database() AND l.locktype = 'object' AND l.granted
          AND l.classid = 'pg_namespace'::regclass AND l.mode = 'ShareUpdateExclusiveLock'
          AND l.objid = to_regnamespace(?)::oid)
      """;

  private final PgUri uri;
  private final RunContext run;
  private final InPlaceMarks marks;
  private final Thread thread;
  private volatile boolean over;
  private final Set<Databases.Owner> outOfReach = ConcurrentHashMap.newKeySet();

  private LockHolders(PgUri uri, RunContext run, InPlaceMarks marks) {
    this.uri = uri;
    this.run = run;
    this.marks = marks;
    this.thread = Thread.ofVirtual().name("lock-holders").unstarted(this::end);
  }

  /** Begins to end them. */
  static LockHolders begin(PgUri uri, RunContext run, InPlaceMarks marks) {
    LockHolders holders = new LockHolders(uri, run, marks);
    holders.thread.start();
    return holders;
  }

  /** Returns when no more sessions will be ended. */
  void stop() throws InterruptedException {
    over = true;
    thread.interrupt();
    thread.join();
  }

  /** Whose sessions are in the way and cannot be ended; nobody's once all is cleared. */
  Set<Databases.Owner> outOfReach() {
    return Set.copyOf(outOfReach);
  }

  private void end() {
    try (PgSession session = PgSession.openForLong(uri, run.tag().sessionName())) {
      Set<String> before = new TreeSet<>();
      while (!over && !session.truth(IS_CLEARED, marks.ready())) {
        Set<String> pids = new TreeSet<>(session.texts(IN_THE_WAY, run.tag().sessionName()));
        before.retainAll(pids);
        outOfReach.addAll(Databases.end(session, before));
        before = pids;
        Thread.sleep(PAUSE);
      }
      if (!over) {
        outOfReach.clear();
      }
    } catch (FailureException | SQLException e) {
      if (!over) {
        run.log().line("holdfast", "cannot end the sessions in the way: " + e.getMessage());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
