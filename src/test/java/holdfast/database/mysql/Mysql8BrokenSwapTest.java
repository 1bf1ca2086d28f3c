package holdfast.database.mysql;

import holdfast.testing.MysqlRelease;

/** The same at another server. */
class Mysql8BrokenSwapTest extends BrokenSwapTest {
  @Override
  MysqlRelease release() {
    return MysqlRelease.MYSQL_8;
  }
}
