package holdfast.database.postgresql;

import holdfast.database.RunContext;
import holdfast.model.FailureException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the server from throwing away the log (WAL) that a snapshot fetches at its end: a slot,
 * which lasts as long as the session that made it.
 */
final class LogReservation implements AutoCloseable {
  /** For what needs no log. */
  static final LogReservation NONE = new LogReservation(null);

  private static final String FREE_SENDERS =
      """
      SELECT current_setting('max_wal_senders')::int - (SELECT count(*) FROM pg_stat_replication)
      """;

  /** One for the slot, one for the tool. */
  private static final int NEEDED_SENDERS = 2;

  private final @Nullable PgSession session;

  private LogReservation(@Nullable PgSession session) {
    this.session = session;
  }

  /**
   * Where the server has none left the snapshot is tried without, and the log says so.
   *
   * @param session asks the server
   */
  static LogReservation take(PgSession session, RunContext run)
      throws FailureException, SQLException {
    if (session.number(FREE_SENDERS) < NEEDED_SENDERS) {
      return none(run, "it has no second wal sender (max_wal_senders)");
    }
    PgUri uri = session.uri();
    String name = run.tag().sessionName();
    PgSession holding = PgSession.openToHold(uri, name);
    try {
      holding.execute("CREATE_REPLICATION_SLOT " + name + " TEMPORARY PHYSICAL RESERVE_WAL");
      return new LogReservation(holding);
    } catch (SQLException e) {
      holding.close();
      return none(run, uri.redact(String.valueOf(e.getMessage())));
    }
  }

  private static LogReservation none(RunContext run, String why) {
    run.log()
        .line(
            "holdfast",
            "the server keeps no log for the snapshot, which fails if it throws it away: " + why);
    return NONE;
  }

  @Override
  public void close() {
    if (session != null) {
      session.close();
    }
  }
}
