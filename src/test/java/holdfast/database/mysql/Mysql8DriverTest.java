package holdfast.database.mysql;

import holdfast.testing.MariaDbServers;
import holdfast.testing.MysqlRelease;
import holdfast.testing.SampleDatabase;

/** The same at another server. */
class Mysql8DriverTest extends MysqlDriverTest {
  @Override
  protected SampleDatabase newDatabase() {
    return MariaDbServers.shared(MysqlRelease.MYSQL_8).createDatabase();
  }
}
