package holdfast.database.mysql;

import holdfast.database.DatabaseDriver;
import holdfast.testing.MariaDbServers;
import holdfast.testing.MysqlRelease;
import holdfast.testing.SampleDatabase;
import java.util.List;

/** The same at another server, by the tool that comes with it. */
class MariaDb11DriverTest extends MysqlDriverTest {
  @Override
  protected DatabaseDriver driver() {
    return new MysqlDriver(new MysqlTools(List.of(MysqlRelease.MARIADB_11.programs())));
  }

  @Override
  protected SampleDatabase newDatabase() {
    return MariaDbServers.shared(MysqlRelease.MARIADB_11).createDatabase();
  }
}
