package holdfast.database.mysql;

import holdfast.testing.MysqlRelease;
import holdfast.testing.UnpackedServers;
import org.junit.jupiter.api.Tag;

/** The same at a server that only {@code ./check all} has. */
@Tag(UnpackedServers.FURTHER_TAG)
class FurtherMysqlDumpTest extends MysqlDumpContract {
  FurtherMysqlDumpTest() {
    super(MysqlRelease.MYSQL_9);
  }
}
