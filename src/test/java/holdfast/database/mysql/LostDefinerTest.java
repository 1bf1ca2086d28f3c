package holdfast.database.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.testing.MariaDbDatabase;
import holdfast.testing.MariaDbServer;
import holdfast.testing.MariaDbServers;
import holdfast.testing.MysqlRelease;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Views of a user who is gone, or who never was at the server that they are restored into. */
@ParameterizedClass
@EnumSource(names = {"MARIADB_10", "MARIADB_11"})
class LostDefinerTest {
  private static final String ROWS = "SELECT CONCAT(a, ' ', m) FROM v";

  private final MariaDbServer server;
  private final MariaDbDatabase source;

  LostDefinerTest(MysqlRelease release) {
    this.server = MariaDbServers.shared(release);
    this.source = server.createDatabase();
    server.execute("", "CREATE USER 'app'@'%'");
    server.execute("", "GRANT ALL ON *.* TO 'app'@'%'");
    source.execute(
        "CREATE TABLE t (a int, b varchar(99)); INSERT INTO t VALUES (1, '`x`.`t`.`a`')");
    source.execute(
        """
        CREATE DEFINER='app'@'%' VIEW v AS SELECT a, b, (SELECT MAX(b) FROM t u WHERE u.a = t.a) m,
          CONCAT('`', 'SCHEMA', '`.`t`.`a`', '\\'\\\\') `q``.` FROM t
        """
            .replace("SCHEMA", source.name()));
  }

  @AfterEach
  void dropDatabases() {
    server.execute("", "DROP USER IF EXISTS 'app'@'%'");
    MariaDbServers.dropDatabases();
  }

  @Test
  void comeBackWhereTheUserNeverWas() throws Exception {
    byte[] dump = MysqlRuns.dump(source.connection());
    server.execute("", "DROP USER 'app'@'%'");
    MariaDbDatabase target = server.createDatabase();

    MysqlRuns.restore(dump, target.connection());

    assertSameAs(target);
  }

  @Test
  void comeBackWhereTheUserIsGone() throws Exception {
    server.execute("", "DROP USER 'app'@'%'");
    byte[] dump = MysqlRuns.dump(source.connection());
    MariaDbDatabase target = server.createDatabase();

    MysqlRuns.restore(dump, target.connection());
    assertSameAs(target);

    MysqlRuns.restore(dump, target.connection());
    MysqlRuns.restore(dump, source.connection());
    assertSameAs(target);
  }

  /** The server makes no view of another one that does not work. */
  @Test
  void aViewOfSuchAViewNeedsTheUser() throws Exception {
    source.execute("CREATE VIEW w AS SELECT v.a, t.b FROM v JOIN t ON t.a = v.a");
    byte[] dump = MysqlRuns.dump(source.connection());
    server.execute("", "DROP USER 'app'@'%'");
    MariaDbDatabase target = server.createDatabase();

    Failure failure = MysqlRuns.refusal(dump, target.connection());

    assertThat(failure.code()).isEqualTo(FailureCode.RESTORE_REQUIREMENTS);
    assertThat(failure.message()).contains("view of another one", "'app'@'%'");
    assertThat(failure.hint()).contains("CREATE USER");
    assertThat(target.query("SHOW TABLES")).isEmpty();
  }

  private void assertSameAs(MariaDbDatabase target) {
    server.execute("", "CREATE USER 'app'@'%'");
    server.execute("", "GRANT ALL ON *.* TO 'app'@'%'");
    assertThat(target.query(ROWS)).isEqualTo(source.query(ROWS)).containsExactly("1 `x`.`t`.`a`");
    assertThat(target.contents()).isEqualTo(source.contents());
    server.execute("", "DROP USER 'app'@'%'");
  }
}
