package holdfast.database.mysql;

import holdfast.testing.MariaDbServers;
import holdfast.testing.MysqlRelease;
import holdfast.testing.SampleDatabase;
import org.junit.jupiter.api.Tag;

/** The same at another server. */
@Tag("long")
class Mysql5DriverTest extends MysqlDriverTest {
  @Override
  protected SampleDatabase newDatabase() {
    return MariaDbServers.shared(MysqlRelease.MYSQL_5).createDatabase();
  }
}
