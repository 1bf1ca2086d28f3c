package holdfast.database.mysql;

import holdfast.testing.MysqlRelease;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(names = "MYSQL_9", mode = EnumSource.Mode.EXCLUDE)
class MysqlDumpTest extends MysqlDumpContract {
  MysqlDumpTest(MysqlRelease release) {
    super(release);
  }
}
