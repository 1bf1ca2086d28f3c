package holdfast.database.mysql;

import holdfast.testing.MariaDbServers;
import holdfast.testing.MysqlRelease;
import holdfast.testing.SampleDatabase;

/** The same at another server. */
class MariaDb11DriverTest extends MysqlDriverTest {
  @Override
  protected SampleDatabase newDatabase() {
    return MariaDbServers.shared(MysqlRelease.MARIADB_11).createDatabase();
  }
}
