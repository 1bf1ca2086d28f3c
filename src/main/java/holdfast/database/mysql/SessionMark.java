package holdfast.database.mysql;

import holdfast.database.Attempts;
import holdfast.model.RunTag;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a run's sessions are known at the server, which has no names for sessions.
 *
 * <p>A dump tool's session shows the mark in the statements that read rows, as a comment in a
 * condition that is always true: these are the statements that last or wait. In between it may not
 * be seen, but then its tool is asked nothing that lasts: when the tool is gone, so is its session.
 *
 * <p>A restore's session holds a lock by the run's name, which the server releases when the session
 * has ended and with it all that it did.
 */
final class SessionMark {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration SETTLING_PATIENCE = Duration.ofMinutes(1);
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final int NO_SUCH_THREAD = 1094;
  private static final Pattern MARK = Pattern.compile("WHERE 1 /\\* (holdfast_\\w+) \\*/");

  private static final String STATEMENTS =
      """
      SELECT ID, INFO FROM information_schema.PROCESSLIST
      WHERE ID <> CONNECTION_ID() AND INFO LIKE
      """;

  private SessionMark() {}

  /** For the dump tool's {@code --where}. */
  static String condition(RunTag tag) {
    return "1 /* " + tag.sessionName() + " */";
  }

  /**
   * Marks a session as the one that restores; it keeps the mark until its end.
   *
   * @return false where another session has that mark
   */
  static boolean take(MysqlSession session, RunTag tag) throws SQLException {
    return session.truth("SELECT GET_LOCK('" + tag.sessionName() + "', 0)");
  }

  /**
   * Waits until nobody else settles the run, and then keeps others from it until the session's end.
   *
   * @return false where another one takes too long
   */
  static boolean takeSettling(MysqlSession session, RunTag tag) throws SQLException {
    return session.truth(
        "SELECT GET_LOCK('%ssettling', %d)"
            .formatted(tag.sessionNamePrefix(), SETTLING_PATIENCE.toSeconds()));
  }

  /**
   * Ends the sessions of the tag's run, its own attempt's and earlier ones', but for the asking
   * one.
   *
   * @return whether all are gone
   */
  static boolean end(MysqlSession session, RunTag tag) throws SQLException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    List<String> ids = ids(session, tag);
    while (!ids.isEmpty() && System.nanoTime() < deadline) {
      for (String id : ids) {
        kill(session, id);
      }
      Thread.sleep(PAUSE);
      ids = ids(session, tag);
    }
    return ids.isEmpty();
  }

  private static List<String> ids(MysqlSession session, RunTag tag) throws SQLException {
    List<String> ids = new ArrayList<>();
    String pattern = tag.sessionNamePrefix().replace("_", "\\_");
    for (List<String> row :
        session.rows(
            row -> List.of(row.getString(1), row.getString(2)),
            STATEMENTS + "'%WHERE 1 /* " + pattern + "%'")) {
      Matcher mark = MARK.matcher(row.getLast());
      if (mark.find() && Attempts.upTo(tag, mark.group(1))) {
        ids.add(row.getFirst());
      }
    }
    for (int attempt = 1; attempt <= tag.attempt(); attempt++) {
      String name = tag.sessionNamePrefix() + attempt;
      ids.addAll(
          session.texts(
              "SELECT id FROM (SELECT IS_USED_LOCK('%s') AS id) locks WHERE id IS NOT NULL AND id <> CONNECTION_ID()"
                  .formatted(name)));
    }
    return ids;
  }

  private static void kill(MysqlSession session, String id) throws SQLException {
    try {
      session.execute("KILL CONNECTION " + Long.parseLong(id));
    } catch (SQLException e) {
      if (e.getErrorCode() != NO_SUCH_THREAD) {
        throw e; // It has just ended by itself otherwise.
      }
    }
  }
}
