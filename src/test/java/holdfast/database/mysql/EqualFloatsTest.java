package holdfast.database.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.testing.MariaDbDatabase;
import holdfast.testing.MariaDbServer;
import holdfast.testing.MariaDbServers;
import holdfast.testing.MysqlRelease;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Values of a unique key that are one and the same in the six digits that a dump has. */
@ParameterizedClass
@EnumSource(names = {"MARIADB_10", "MYSQL_8"})
class EqualFloatsTest {
  private final MariaDbServer server;

  EqualFloatsTest(MysqlRelease release) {
    this.server = MariaDbServers.shared(release);
  }

  @AfterEach
  void dropDatabases() {
    MariaDbServers.dropDatabases();
  }

  @Test
  void areNamedWhereTheyCannotBeRestored() throws Exception {
    MariaDbDatabase source = server.createDatabase();
    source.execute("CREATE TABLE place (id int PRIMARY KEY, lat float, UNIQUE KEY here (lat))");
    source.execute("INSERT INTO place VALUES (1, 52.520008), (2, 52.520004)");
    byte[] dump = MysqlRuns.dump(source.connection());
    MariaDbDatabase target = server.createDatabase();

    Failure failure = MysqlRuns.refusal(dump, target.connection());

    assertThat(failure.code()).isEqualTo(FailureCode.RESTORE_REQUIREMENTS);
    assertThat(failure.message()).contains("place", "unique");
    assertThat(failure.hint()).contains("FLOAT", "time zone");
    assertThat(target.query("SHOW TABLES")).isEmpty();
  }
}
