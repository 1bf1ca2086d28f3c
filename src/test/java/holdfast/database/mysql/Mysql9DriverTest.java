package holdfast.database.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.database.DatabaseDriver;
import holdfast.model.ConnectionUri;
import holdfast.model.FailureException;
import holdfast.testing.MariaDbDatabase;
import holdfast.testing.MariaDbServer;
import holdfast.testing.MariaDbServers;
import holdfast.testing.MysqlRelease;
import holdfast.testing.SampleDatabase;
import holdfast.testing.UnpackedServers;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same at another server, by MySQL's own tool. */
@Tag(UnpackedServers.FURTHER_TAG)
class Mysql9DriverTest extends MysqlDriverTest {
  /** Where {@code _} and {@code %} stand for themselves, and a backslash does so too. */
  @Test
  void readsNamesInGrantsLetterByLetterWherePartialRevokesAreOn() throws Exception {
    MariaDbServer server = MariaDbServers.shared(MysqlRelease.MYSQL_9);
    server.execute("", "CREATE DATABASE cust_shop; SET GLOBAL partial_revokes = 1");
    server.execute("", "CREATE USER 'panel'@'%'");
    try {
      MariaDbDatabase database = new MariaDbDatabase(server, "cust_shop");
      ConnectionUri panel = database.connection("panel", "");
      database.execute("GRANT SELECT, SHOW VIEW, EVENT, SHOW_ROUTINE ON *.* TO 'panel'@'%'");
      database.execute("GRANT TRIGGER ON `cust\\_shop`.* TO 'panel'@'%'");
      database.execute("GRANT ALL ON `holdfast\\_%`.* TO 'panel'@'%'");
      database.execute("CREATE TABLE t (a int)");
      database.execute("CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 2");

      String missing =
          catchThrowableOfType(FailureException.class, () -> MysqlRuns.dump(panel))
              .failure()
              .hint();
      assertThat(missing).isEqualTo("Grant it: GRANT TRIGGER ON `cust_shop`.* TO 'panel'@'%';");
      server.execute("", missing.replace("Grant it: ", ""));
      byte[] dump = MysqlRuns.dump(panel);
      String forRestores = MysqlRuns.refusal(dump, panel).hint();
      server.execute("", forRestores.replace("Grant it: ", ""));
      database.execute("DROP TRIGGER g");
      MysqlRuns.restore(dump, panel);
      assertThat(database.query("SHOW TRIGGERS")).containsExactly("g");
    } finally {
      server.execute("", "DROP DATABASE cust_shop; DROP USER 'panel'@'%'");
      server.execute("", "SET GLOBAL partial_revokes = 0");
    }
  }

  @Override
  protected DatabaseDriver driver() {
    return new MysqlDriver(new MysqlTools(List.of(MysqlRelease.MYSQL_9.programs())));
  }

  @Override
  protected SampleDatabase newDatabase() {
    return MariaDbServers.shared(MysqlRelease.MYSQL_9).createDatabase();
  }
}
