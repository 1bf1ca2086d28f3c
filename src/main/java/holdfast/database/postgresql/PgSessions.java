package holdfast.database.postgresql;

import holdfast.database.Attempts;
import holdfast.model.RunTag;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The sessions that runs have at a server, known by their application_name. */
final class PgSessions {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private static final String NAMES =
      """
      SELECT DISTINCT application_name FROM pg_stat_activity
      WHERE pid <> pg_backend_pid() AND starts_with(application_name, ?)
      """;

  private static final String END =
      """
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE pid <> pg_backend_pid() AND application_name = ?
      """;

  private static final String IS_THERE =
      "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE application_name = ?)";

  private PgSessions() {}

  /**
   * Ends the sessions of the tag's run, its own attempt's and earlier ones', but for the asking
   * one.
   *
   * @return whether all are gone
   */
  static boolean end(PgSession session, RunTag tag) throws SQLException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    List<String> names = names(session, tag);
    while (!names.isEmpty() && System.nanoTime() < deadline) {
      for (String name : names) {
        session.texts(END, name);
      }
      Thread.sleep(PAUSE);
      names = names(session, tag);
    }
    return names.isEmpty();
  }

  /**
   * Waits until a session that was closed here is gone at the server, too; not for long.
   *
   * @param name its application_name, which no other has
   */
  static void awaitEnd(PgSession session, String name) throws SQLException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (session.truth(IS_THERE, name) && System.nanoTime() < deadline) {
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<String> names(PgSession session, RunTag tag) throws SQLException {
    String prefix = tag.sessionNamePrefix();
    List<String> names = new ArrayList<>(session.texts(NAMES, prefix));
    names.removeIf(name -> !Attempts.upTo(tag, name));
    return names;
  }
}
