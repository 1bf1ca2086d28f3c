package holdfast.database.mysql;

import holdfast.testing.MysqlRelease;
import org.junit.jupiter.api.Tag;

/** The same at another server. */
@Tag("long")
class MariaDb11BrokenSwapTest extends BrokenSwapTest {
  @Override
  MysqlRelease release() {
    return MysqlRelease.MARIADB_11;
  }
}
