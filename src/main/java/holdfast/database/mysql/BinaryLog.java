package holdfast.database.mysql;

import holdfast.model.FailureException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where the binary log of a MySQL server is, as a session sees it. */
record BinaryLog(MysqlSession session, MysqlServer server) {
  static final String RIGHT = "REPLICATION CLIENT";

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(5);

  /** Transactions that are in the log and that nobody sees yet. */
  private static final String NUMBERED_COMMITS = "SELECT @@GLOBAL.gtid_owned";

  private static final String OTHER_COMMITS =
      "SHOW GLOBAL STATUS LIKE 'Ongoing_anonymous_transaction_count'";

  /** Otherwise the numbers are those of former days. */
  private static final String IS_NUMBERED = "SELECT @@GLOBAL.gtid_mode = 'ON'";

  /**
   * A place in it.
   *
   * @param gtids the numbers of all transactions up to there; empty where the server gives none
   */
  record Place(String file, String position, String gtids) {
    boolean isWhere(Place other) {
      return file.equals(other.file) && position.equals(other.position);
    }

    /** For the manifest, with a word in the names. */
    void addTo(Map<String, String> details, String word) {
      details.put("binaryLog" + word + "File", file);
      details.put("binaryLog" + word + "Position", position);
      if (!gtids.isEmpty()) {
        details.put("gtid" + word, gtids);
      }
    }
  }

  /** Whether the user may not see the log of a server that has one that has to be asked for. */
  boolean isHidden() throws SQLException, FailureException {
    return !server.isMariaDb()
        && server.hasBinaryLog()
        && !Grants.of(session).hasGlobally(Set.of(RIGHT, "SUPER"));
  }

  /**
   * A place up to which all that is in the log can be seen from now on; none where the server
   * commits all the time.
   */
  Optional<Place> seenByAll() throws SQLException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    do {
      Place place = place();
      if (isQuiet()) {
        return Optional.of(place);
      }
      Thread.sleep(PAUSE);
    } while (System.nanoTime() < deadline);
    return Optional.empty();
  }

  /**
   * A place before which all is that can be seen now; none where the server commits all the time.
   */
  Optional<Place> afterAllSeen() throws SQLException, InterruptedException {
    return seenByAll().isPresent() ? Optional.of(place()) : Optional.empty();
  }

  private boolean isQuiet() throws SQLException {
    return session.text(NUMBERED_COMMITS).isEmpty()
        && session.rows(row -> row.getLong(2), OTHER_COMMITS).stream().allMatch(it -> it == 0);
  }

  private Place place() throws SQLException {
    boolean isNumbered = session.truth(IS_NUMBERED);
    return session
        .rows(
            row ->
                new Place(
                    row.getString(1),
                    row.getString(2),
                    isNumbered ? row.getString(5).replaceAll("\\s", "") : ""),
            server.isAtLeast(8, 2) ? "SHOW BINARY LOG STATUS" : "SHOW MASTER STATUS")
        .getFirst();
  }
}
