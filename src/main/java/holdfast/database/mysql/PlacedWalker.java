package holdfast.database.mysql;

import holdfast.database.mysql.BinaryLog.Place;
import holdfast.database.tool.ToolDump;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.RunLog;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out where in the binary log of a MySQL server the moment of a dump is, which the server
 * tells nobody without a lock on all tables. It is asked before the tool starts, and again once the
 * tool's snapshot has begun: the moment lies between. Where nothing was written meanwhile the two
 * are one place, and it is exactly there. A dump of which that stays unknown is as good as others.
 */
final class PlacedWalker implements ToolDump.Walker {
  private final DumpWalker walker;
  private final MysqlUri uri;
  private final MysqlServer server;
  private final RunLog log;
  private final Optional<Place> start;
  private Optional<Place> end = Optional.empty();
  private boolean isEndAsked;

  private PlacedWalker(DumpWalker walker, BinaryLog binaryLog, RunLog log, Optional<Place> start) {
    this.walker = walker;
    this.uri = binaryLog.session().uri();
    this.server = binaryLog.server();
    this.log = log;
    this.start = start;
  }

  /** Asks for the first place, where there is one that MariaDB's tool does not find by itself. */
  static ToolDump.Walker begin(DumpWalker walker, BinaryLog binaryLog, RunLog log)
      throws SQLException, FailureException {
    if (binaryLog.server().isMariaDb() || !binaryLog.server().hasBinaryLog()) {
      return walker;
    }
    if (binaryLog.isHidden()) {
      log.line(
          "holdfast", "the backup's place in the binary log is not recorded: " + lack(binaryLog));
      return walker;
    }
    return new PlacedWalker(walker, binaryLog, log, found(binaryLog::seenByAll, log));
  }

  /** What the user would need. */
  static String lack(BinaryLog binaryLog) throws SQLException {
    return "the user %s lacks %s; GRANT %s ON *.* TO %s would change that"
        .formatted(
            binaryLog.session().uri().user(),
            BinaryLog.RIGHT,
            BinaryLog.RIGHT,
            Account.of(binaryLog.session()));
  }

  @Override
  public void accept(byte[] bytes, int offset, int length) throws FailureException {
    walker.accept(bytes, offset, length);
    if (!isEndAsked && walker.hasObjects()) {
      askForEnd();
    }
  }

  private void askForEnd() {
    isEndAsked = true;
    try (MysqlSession session = MysqlSession.open(uri)) {
      end = found(new BinaryLog(session, server)::afterAllSeen, log);
    } catch (FailureException | SQLException e) {
      log.line("holdfast", "cannot ask where the binary log is: " + words(e));
    }
  }

  private String words(Exception e) {
    return e instanceof SQLException sql
        ? MysqlFailures.of(sql, uri, FailureCode.DUMP_FAILED).failure().message()
        : ((FailureException) e).failure().message();
  }

  private interface Question {
    Optional<Place> ask() throws SQLException, InterruptedException;
  }

  private static Optional<Place> found(Question question, RunLog log) throws SQLException {
    try {
      Optional<Place> place = question.ask();
      if (place.isEmpty()) {
        log.line(
            "holdfast",
            "a place in the binary log is not recorded: the server is never without a commit");
      }
      return place;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // The run is to end, and will at its next step.
      return Optional.empty();
    }
  }

  @Override
  public Optional<String> missing() throws FailureException {
    return walker.missing();
  }

  @Override
  public Map<String, String> details() {
    if (!isEndAsked) {
      askForEnd(); // The dump is of nothing.
    }
    Map<String, String> details = new HashMap<>(walker.details());
    if (start.isPresent() && end.isPresent() && start.get().isWhere(end.get())) {
      end.get().addTo(details, "");
    } else {
      start.ifPresent(place -> place.addTo(details, "Start"));
      end.ifPresent(place -> place.addTo(details, "End"));
    }
    return details;
  }
}
