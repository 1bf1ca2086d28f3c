package holdfast.database.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testing.MariaDbDatabase;
import holdfast.testing.MariaDbServers;
import holdfast.testing.MysqlRelease;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is nasty comes back as it was. */
class MysqlFidelityTest {
  @AfterEach
  void dropDatabases() {
    MariaDbServers.dropDatabases();
  }

  @ParameterizedTest
  @EnumSource(names = {"MARIADB_10", "MARIADB_11", "MYSQL_8"})
  void bringsEveryTypeAndObjectBack(MysqlRelease release) throws Exception {
    Fidelity.assertOf(release, new MysqlDriver());
  }

  @Test
  void bringsThemBackByANewerTool() throws Exception {
    Fidelity.assertOf(
        MysqlRelease.MARIADB_11,
        new MysqlDriver(new MysqlTools(List.of(MysqlRelease.MARIADB_11.programs()))));
  }

  @Test
  void bringsAHugeValueBack() throws Exception {
    MariaDbDatabase source = MariaDbServers.shared().createDatabase();
    source.execute("CREATE TABLE huge (id int, picture longblob, story longtext)");
    source.execute(
        "INSERT INTO huge VALUES (1, REPEAT(UNHEX('00FF275C'), 5242880), REPEAT('it''s\\n', 1000000))");
    MariaDbDatabase target = MariaDbServers.shared().createDatabase();

    MysqlRuns.restore(MysqlRuns.dump(source.connection()), target.connection());

    String sum = "SELECT CONCAT(LENGTH(picture), MD5(picture), MD5(story)) FROM huge";
    assertThat(target.query(sum)).isEqualTo(source.query(sum)).hasSize(1);
  }
}
