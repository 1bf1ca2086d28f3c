package holdfast.database.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testing.MariaDbDatabase;
import holdfast.testing.MariaDbServer;
import holdfast.testing.MariaDbServers;
import holdfast.testing.MysqlRelease;
import java.io.IOException;
import java.util.List;

/** That what is nasty comes back as it was. */
final class Fidelity {
  private static final String BITS =
      "SELECT CONCAT(HEX(j), HEX(i), HEX(g)) FROM numbers ORDER BY 1";
  private static final String VERSIONS = "SELECT COUNT(*) FROM history FOR SYSTEM_TIME ALL";
  private static final String JSON = "SELECT CONCAT(JSON_TYPE(j), j) FROM texts ORDER BY 1";

  private Fidelity() {}

  static void assertOf(MysqlRelease release, MysqlDriver driver) throws IOException {
    MariaDbServer server = MariaDbServers.shared(release);
    MariaDbDatabase source = server.createDatabase();
    (release.isMariaDb() ? NastyMariaDb.STATEMENTS : NastyMysql.STATEMENTS)
        .forEach(source::execute);
    MariaDbDatabase target = server.createDatabase();

    MysqlRuns.restore(MysqlRuns.dump(driver, source.connection()), target.connection());

    assertThat(target.contents()).isEqualTo(source.contents());
    for (String sql : release.isMariaDb() ? List.of(BITS, VERSIONS) : List.of(BITS, JSON)) {
      assertThat(target.query(sql)).isEqualTo(source.query(sql)).isNotEmpty();
    }
  }
}
