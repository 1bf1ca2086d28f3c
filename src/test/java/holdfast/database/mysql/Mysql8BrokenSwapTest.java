package holdfast.database.mysql;

import holdfast.testing.MysqlRelease;

/** The same at another server. */
class Mysql8BrokenSwapTest extends BrokenSwapTest {
  Mysql8BrokenSwapTest() {
    super(MysqlRelease.MYSQL_8);
  }
}
