package holdfast.database.mysql;

import holdfast.database.Probe;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A look at a database: what it is, and what would not work with it. */
final class MysqlProbe {
  private static final String SIZE =
      """
      SELECT COALESCE(SUM(DATA_LENGTH + INDEX_LENGTH), 0) FROM information_schema.TABLES
      WHERE TABLE_SCHEMA = DATABASE()
      """;

  private static final String IS_EMPTY =
      """
      SELECT NOT EXISTS (SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE())
        AND NOT EXISTS (SELECT 1 FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE())
        AND NOT EXISTS (SELECT 1 FROM information_schema.EVENTS WHERE EVENT_SCHEMA = DATABASE())
      """;

  private MysqlProbe() {}

  /** Whether nothing is in the session's database that a restore would replace. */
  static boolean isEmpty(MysqlSession session) throws SQLException {
    return session.truth(IS_EMPTY);
  }

  static Probe of(MysqlUri uri, MysqlTools tools) throws FailureException {
    try (MysqlSession session = MysqlSession.open(uri)) {
      MysqlServer server = MysqlServer.of(session);
      List<String> warnings = new ArrayList<>();
      warnAboutTool(tools, DumpNeeds.of(session, server), warnings);
      warnAboutRights(session, server, warnings);
      warnings.addAll(DumpHindrances.warnings(session));
      warnAboutBinaryLog(new BinaryLog(session, server), warnings);
      return new Probe(
          server.version(), Long.parseLong(session.text(SIZE)), isEmpty(session), warnings);
    } catch (SQLException e) {
      throw MysqlFailures.of(e, uri, FailureCode.DATABASE_UNREACHABLE);
    }
  }

  private static void warnAboutTool(MysqlTools tools, DumpNeeds needs, List<String> warnings) {
    try {
      tools.dumper(needs);
    } catch (FailureException e) {
      warnings.add(
          "Backups will not work: %s. %s".formatted(e.failure().message(), e.failure().hint()));
    }
  }

  private static void warnAboutBinaryLog(BinaryLog binaryLog, List<String> warnings)
      throws SQLException, FailureException {
    if (binaryLog.isHidden()) {
      warnings.add(
          "Backups will not tell their place in the binary log: %s."
              .formatted(PlacedWalker.lack(binaryLog)));
    }
  }

  private static void warnAboutRights(
      MysqlSession session, MysqlServer server, List<String> warnings)
      throws SQLException, FailureException {
    try {
      new DumpRights(session, server).require();
      DumpHindrances.refuse(session);
      HiddenLetters.warning(session).ifPresent(warnings::add);
    } catch (FailureException e) {
      warnings.add(
          "Backups will not work: %s. %s".formatted(e.failure().message(), e.failure().hint()));
    }
    try {
      RestoreRequirements.check(session);
    } catch (FailureException e) {
      warnings.add(
          "Restores into this database will not work: %s. %s"
              .formatted(e.failure().message(), e.failure().hint()));
    }
  }
}
