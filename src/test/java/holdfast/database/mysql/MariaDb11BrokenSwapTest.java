package holdfast.database.mysql;

import holdfast.testing.MysqlRelease;
import org.junit.jupiter.api.Tag;

/** The same at another server. */
@Tag("long")
class MariaDb11BrokenSwapTest extends BrokenSwapTest {
  MariaDb11BrokenSwapTest() {
    super(MysqlRelease.MARIADB_11);
  }
}
