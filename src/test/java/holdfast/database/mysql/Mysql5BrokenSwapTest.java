package holdfast.database.mysql;

import holdfast.testing.MysqlRelease;
import org.junit.jupiter.api.Tag;

/** The same at another server. */
@Tag("long")
class Mysql5BrokenSwapTest extends BrokenSwapTest {
  @Override
  MysqlRelease release() {
    return MysqlRelease.MYSQL_5;
  }
}
