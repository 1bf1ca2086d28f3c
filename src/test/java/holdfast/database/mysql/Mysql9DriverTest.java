package holdfast.database.mysql;

import holdfast.database.DatabaseDriver;
import holdfast.testing.MariaDbServers;
import holdfast.testing.MysqlRelease;
import holdfast.testing.SampleDatabase;
import holdfast.testing.UnpackedServers;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** The same at another server, by MySQL's own tool. */
@Tag(UnpackedServers.FURTHER_TAG)
class Mysql9DriverTest extends MysqlDriverTest {
  @Override
  protected DatabaseDriver driver() {
    return new MysqlDriver(new MysqlTools(List.of(MysqlRelease.MYSQL_9.programs())));
  }

  @Override
  protected SampleDatabase newDatabase() {
    return MariaDbServers.shared(MysqlRelease.MYSQL_9).createDatabase();
  }
}
