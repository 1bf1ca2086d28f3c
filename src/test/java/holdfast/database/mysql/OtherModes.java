package holdfast.database.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testing.MariaDbDatabase;
import holdfast.testing.MariaDbServers;
import holdfast.testing.MysqlRelease;
import java.io.IOException;
import java.util.List;

/** That what was made under the modes of one server comes into another one. */
final class OtherModes {
  /** With the mode of which it is to be seen that it is kept. */
  private static final String MODES = "SET sql_mode = 'NO_AUTO_CREATE_USER,PIPES_AS_CONCAT';";

  private static final String DEFINITIONS =
      """
      SELECT CONCAT_WS('|', TRIGGER_NAME, ACTION_STATEMENT, SQL_MODE) d FROM information_schema.TRIGGERS
      WHERE TRIGGER_SCHEMA = DATABASE()
      UNION ALL SELECT CONCAT_WS('|', ROUTINE_NAME, ROUTINE_DEFINITION, SQL_MODE) FROM information_schema.ROUTINES
      WHERE ROUTINE_SCHEMA = DATABASE()
      UNION ALL SELECT CONCAT_WS('|', EVENT_NAME, EVENT_DEFINITION, STATUS, SQL_MODE) FROM information_schema.EVENTS
      WHERE EVENT_SCHEMA = DATABASE()
      ORDER BY 1
      """;

  private OtherModes() {}

  static void assertRestored(MysqlRelease from, MysqlRelease to) throws IOException {
    MariaDbDatabase source = MariaDbServers.shared(from).createDatabase();
    source.execute("CREATE TABLE t (a varchar(9)); INSERT INTO t VALUES ('x')");
    for (String create :
        List.of(
            "TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 'a' || NEW.a",
            "PROCEDURE p() INSERT INTO t VALUES ('p' || 'q')",
            "FUNCTION f() RETURNS varchar(9) DETERMINISTIC RETURN 'f' || 'g'",
            "EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 'e' || 'e'")) {
      source.execute(MODES + "CREATE " + create);
    }
    MariaDbDatabase target = MariaDbServers.shared(to).createDatabase();

    MysqlRuns.restore(MysqlRuns.dump(source.connection()), target.connection());

    boolean knowsAll = to == MysqlRelease.MYSQL_5;
    assertThat(target.query(DEFINITIONS))
        .containsExactlyElementsOf(
            source.query(DEFINITIONS).stream()
                .map(made -> knowsAll ? made : made.replace(",NO_AUTO_CREATE_USER", ""))
                .toList())
        .hasSize(4);
    target.execute("CALL p()");
    assertThat(target.query("SELECT a FROM t ORDER BY a")).containsExactly("apq", "x");
    assertThat(target.query("SELECT f()")).containsExactly("fg");
  }
}
