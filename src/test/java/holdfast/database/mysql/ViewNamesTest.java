package holdfast.database.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testing.MariaDbDatabase;
import holdfast.testing.MariaDbServer;
import holdfast.testing.MariaDbServers;
import holdfast.testing.MysqlRelease;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Views in whose text the server keeps the name of their own database. */
@ParameterizedClass
@EnumSource(names = {"MARIADB_10", "MARIADB_11", "MYSQL_5", "MYSQL_8"})
class ViewNamesTest {
  private static final String ROWS = "SELECT CONCAT_WS(' ', a, b, c, d) FROM v";

  private final MariaDbServer server;
  private final MariaDbDatabase source;

  ViewNamesTest(MysqlRelease release) {
    this.server = MariaDbServers.shared(release);
    this.source = server.createDatabase();
    server.execute("", "CREATE DATABASE other; CREATE TABLE other.p (a int)");
    server.execute("", "INSERT INTO other.p VALUES (1); GRANT SELECT ON other.p TO 'keeper'@'%'");
    source.execute("CREATE TABLE t (a int); INSERT INTO t VALUES (1)");
    source.execute("CREATE FUNCTION f(x int) RETURNS int DETERMINISTIC RETURN x + 1");
    source.execute(
        """
        CREATE VIEW v AS SELECT o.a, `SCHEMA`.f(o.a) b, trim(BOTH '`SCHEMA`.`f`(' FROM o.a) c,
          (SELECT STRAIGHT_JOIN MAX(`SCHEMA`.t.a) FROM t JOIN other.p ON p.a = t.a) d FROM t AS o
        """
            .replace("SCHEMA", source.name()));
    if (release.isMariaDb()) {
      source.execute("CREATE SEQUENCE s NOCACHE; CREATE VIEW n AS SELECT NEXT VALUE FOR s AS n");
    }
  }

  @AfterEach
  void dropDatabases() {
    server.execute("", "REVOKE SELECT ON other.p FROM 'keeper'@'%'; DROP DATABASE other");
    MariaDbServers.dropDatabases();
  }

  @Test
  void comeBackIntoANewDatabaseOfTheName() throws Exception {
    Map<String, List<String>> contents = source.contents();
    byte[] dump = MysqlRuns.dump(source.connection("root", ""));
    server.execute(
        "",
        "DROP DATABASE `%1$s`; CREATE DATABASE `%1$s` COLLATE utf8mb4_general_ci"
            .formatted(source.name()));

    MysqlRuns.restore(dump, source.connection());

    assertThat(source.contents()).isEqualTo(contents);
    assertThat(source.query(ROWS)).containsExactly("1 2 1 1");
  }

  @Test
  void areOfTheDatabaseThatTheyAreRestoredInto() throws Exception {
    byte[] dump = MysqlRuns.dump(source.connection("root", ""));
    MariaDbDatabase fork = server.createDatabase();

    MysqlRuns.restore(dump, fork.connection());

    source.execute("UPDATE t SET a = 9");
    fork.execute("DROP FUNCTION f; CREATE FUNCTION f(x int) RETURNS int DETERMINISTIC RETURN 7");
    assertThat(fork.query(ROWS)).containsExactly("1 7 1 1");
    if (server.release().isMariaDb()) {
      assertThat(fork.query("SELECT n FROM n UNION ALL SELECT n FROM n")).hasSize(2);
      assertThat(source.query("SELECT NEXTVAL(s)"))
          .as("the source's sequence")
          .containsExactly("1");
    }
    server.execute("", "DROP DATABASE `%s`".formatted(source.name()));
    assertThat(fork.query(ROWS)).containsExactly("1 7 1 1");
  }
}
