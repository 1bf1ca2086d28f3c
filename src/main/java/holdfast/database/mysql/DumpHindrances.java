package holdfast.database.mysql;

import static java.util.stream.Collectors.joining;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What a dump of a database would not show as it is, in full sentences. */
final class DumpHindrances {
  private static final int NAMED = 5;

  /** Tables that a snapshot does not hold still. */
  private static final String WITHOUT_TRANSACTIONS =
      """
      SELECT t.TABLE_NAME FROM information_schema.TABLES t
        JOIN information_schema.ENGINES e ON e.ENGINE = t.ENGINE
      WHERE t.TABLE_SCHEMA = DATABASE() AND t.TABLE_TYPE <> 'SEQUENCE' AND e.TRANSACTIONS <> 'YES'
      ORDER BY 1
      """;

  /** The tool takes what the server shows of them. */
  private static final String SHORTENED =
      """
      SELECT CONCAT(TABLE_NAME, '.', COLUMN_NAME) FROM information_schema.COLUMNS
      WHERE TABLE_SCHEMA = DATABASE() AND DATA_TYPE = 'float'
      ORDER BY 1
      """;

  /** MariaDB's; moved into another schema, they would go on asking the first one's sequence. */
  private static final String WITH_SEQUENCES =
      """
      SELECT CONCAT(TABLE_NAME, '.', COLUMN_NAME) FROM information_schema.COLUMNS
      WHERE TABLE_SCHEMA = DATABASE() AND LOWER(COLUMN_DEFAULT) RLIKE '(next|last|set)val\\\\('
        AND @@version LIKE '%MariaDB%'
      ORDER BY 1
      """;

  /** Their rows are elsewhere, or none knows where. */
  private static final String OF_OTHER_ENGINES =
      """
      SELECT CONCAT(TABLE_NAME, ' (', ENGINE, ')') FROM information_schema.TABLES
      WHERE TABLE_SCHEMA = DATABASE() AND UPPER(ENGINE) NOT IN (%s)
      ORDER BY 1
      """
          .formatted(StatementRules.ENGINES.stream().sorted().collect(joining("', '", "'", "'")));

  /** MariaDB's. */
  private static final String WITH_HISTORY_BY_TRANSACTIONS =
      """
      SELECT TABLE_NAME FROM information_schema.COLUMNS
      WHERE TABLE_SCHEMA = DATABASE() AND GENERATION_EXPRESSION = 'ROW START'
        AND DATA_TYPE = 'bigint'
      ORDER BY 1
      """;

  /** The tool looks for ever for what such an event does not contain, to write it behind. */
  private static final String EVENTS_WITHOUT_END =
      """
      SELECT EVENT_NAME FROM information_schema.EVENTS
      WHERE EVENT_SCHEMA = DATABASE()
        AND LOCATE(';;', CONCAT_WS(' ', DEFINER, EVENT_NAME, EVENT_DEFINITION, EVENT_COMMENT)) > 0
      ORDER BY 1
      """;

  /** The tool asks for another database, whose name has a backslash more. */
  private static final String EVENTS_OF_QUOTED_NAMES =
      """
      SELECT EVENT_NAME FROM information_schema.EVENTS
      WHERE EVENT_SCHEMA = DATABASE() AND HEX(DATABASE()) RLIKE '^(..)*(22|27|5C)'
      ORDER BY 1
      """;

  private DumpHindrances() {}

  /**
   * Requires that a dump could be restored, as far as can be told before there is one.
   *
   * @throws FailureException {@code DATABASE_UNSUPPORTED}
   */
  static void refuse(MysqlSession session) throws SQLException, FailureException {
    SessionSettings.requireAllRows(session);
    refuse(
        session,
        "columns whose default is from a sequence, which could not be restored",
        session.texts(WITH_SEQUENCES),
        "Let a BEFORE INSERT trigger take the sequence's values, or make the columns"
            + " AUTO_INCREMENT.");
    refuse(
        session,
        "tables of other engines, which could not be restored",
        session.texts(OF_OTHER_ENGINES),
        "ALTER TABLE ... ENGINE=InnoDB would change that.");
    HiddenLetters.refuse(session);
    MysqlServer server = MysqlServer.of(session);
    if (server.isMariaDb() && server.isAtLeast(10, 11)) { // Older tools leave the history out.
      refuse(
          session,
          "tables with a history by transactions, which the dump tool cannot read",
          session.texts(WITH_HISTORY_BY_TRANSACTIONS),
          "Tables whose ROW START and ROW END are TIMESTAMP(6) have a history that it can read.");
    }
    refuse(
        session,
        "views that do not work, at which the dump tool would give up",
        ViewErrors.of(session).broken(),
        "Mend or drop them: what they read is gone, or their definer may not read it.");
    refuse(
        session,
        "events with two semicolons in a row, at which the dump tool would not come to an end",
        session.texts(EVENTS_WITHOUT_END),
        "Write them another way, 'a;;b' as CONCAT('a;', ';b').");
    refuse(
        session,
        "a quote or a backslash in its name and events, which the dump tool would not find",
        session.texts(EVENTS_OF_QUOTED_NAMES),
        "Drop the events, or move all into a database of another name.");
  }

  private static void refuse(MysqlSession session, String what, List<String> names, String hint)
      throws FailureException {
    if (!names.isEmpty()) {
      throw new FailureException(
          FailureCode.DATABASE_UNSUPPORTED,
          "%s has %s: %s".formatted(session.uri().where(), what, some(names)),
          hint);
    }
  }

  static List<String> warnings(MysqlSession session) throws SQLException {
    List<String> warnings = new ArrayList<>();
    List<String> tables = session.texts(WITHOUT_TRANSACTIONS);
    if (!tables.isEmpty()) {
      warnings.add(
          "Backups show these tables not at the moment of the others, for their engine has no"
              + " transactions: "
              + some(tables)
              + ". ALTER TABLE ... ENGINE=InnoDB would change that.");
    }
    List<String> columns = session.texts(SHORTENED);
    if (!columns.isEmpty()) {
      warnings.add(
          "Backups keep six digits of each value in these FLOAT columns: "
              + some(columns)
              + ". DOUBLE columns are kept exactly.");
    }
    SessionSettings.warning(session).ifPresent(warnings::add);
    return warnings;
  }

  /** The first few, and how many more. */
  static String some(List<String> names) {
    String first = String.join(", ", names.stream().limit(NAMED).toList());
    return names.size() <= NAMED ? first : first + " and " + (names.size() - NAMED) + " more";
  }
}
