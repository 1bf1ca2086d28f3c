package holdfast.database.mysql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.database.Restoration;
import holdfast.database.RunContext;
import holdfast.model.FailureException;
import holdfast.testing.Leftovers;
import holdfast.testing.MariaDbDatabase;
import holdfast.testing.MariaDbServers;
import holdfast.testing.Runs;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that try to do something to the target, or to read it, before they are found out. */
class HostileDumpTest {
  private final MysqlDriver driver = new MysqlDriver();

  @AfterEach
  void dropDatabases() {
    MariaDbServers.dropDatabases();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DROP /*!99999 TABLE a b c */ DATABASE `%s`;",
        "/*!99999 SET @a = '*/ DROP DATABASE `%s` /*!50000 #'\n */;",
        "/*!99999 SET @a = 1 -- */ DROP DATABASE `%s` /*!50000 #\n */;",
        "CREATE /*!99999 PROCEDURE p( */ TABLE `%s`.`x` (a int);",
        "CREATE --\u007f PROCEDURE p (\n TABLE `%s`.`x` (a int);",
        "CREATE TRIGGER x BEFORE INSERT ON /*!99999 x ON */ `%s`.`customer` FOR EACH ROW SET @a = 1;",
        "INSERT INTO /*!99999 a -- */ `%s`.customer /*!50000 #\n */ (id) VALUES (2);",
        "CREATE TABLE t (a int); CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW DELETE FROM `%s`.customer; INSERT INTO t VALUES (1);",
        "CREATE VIEW v AS SELECT * FROM `%s`.customer; INSERT INTO `v` VALUES (2);",
        "SET sql_mode = 'NO_BACKSLASH_ESCAPES'; CREATE TABLE t (a varchar(9) DEFAULT '\\') AS SELECT * FROM `%s`.customer #');\n;",
        "SET sql_mode = 'NO_BACKSLASH_ESCAPES'; CREATE DEFINER='\\'@'SQL' PROCEDURE `%s`.p() SELECT 'VIEW v';"
      })
  void doesNothingToTheTarget(String sql) throws Exception {
    MariaDbDatabase target = MariaDbServers.shared().createDatabase();
    target.execute("CREATE TABLE customer (id int); INSERT INTO customer VALUES (1)");
    Map<String, List<String>> before = target.contents();
    byte[] file =
        "-- MariaDB dump 10.19\n%s\n-- Dump completed\n"
            .formatted(sql.formatted(target.name()))
            .getBytes(UTF_8);
    RunContext run = Runs.on(target.connection());
    try (Restoration restoration = driver.restore(run)) {
      assertThatThrownBy(() -> restoration.write(file, 0, file.length))
          .isInstanceOf(FailureException.class)
          .hasMessageContaining("the backup holds");
    }
    assertThat(target.contents()).isEqualTo(before);
    assertThat(Leftovers.of(run.tag(), target)).isEmpty();
  }
}
