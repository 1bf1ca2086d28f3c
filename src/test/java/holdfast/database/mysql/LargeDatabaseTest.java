package holdfast.database.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.database.Dump;
import holdfast.database.Restoration;
import holdfast.database.RunContext;
import holdfast.model.BackupType;
import holdfast.testing.MariaDbDatabase;
import holdfast.testing.MariaDbServer;
import holdfast.testing.MariaDbServers;
import holdfast.testing.MysqlRelease;
import holdfast.testing.Runs;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is large comes back as it was. */
class LargeDatabaseTest {
  private final MysqlDriver driver = new MysqlDriver();

  @AfterEach
  void dropDatabases() {
    MariaDbServers.dropDatabases();
  }

  @ParameterizedTest
  @EnumSource(names = {"MARIADB_10", "MARIADB_11", "MYSQL_8"})
  void bringsAValueOf100MegabytesBack(MysqlRelease release) throws Exception {
    MariaDbServer server = MariaDbServers.shared(release);
    MariaDbDatabase source = server.createDatabase();
    source.execute("CREATE TABLE huge (id int, picture longblob, b int AS (id * 2) VIRTUAL)");
    source.execute(
        "INSERT INTO huge (id, picture) VALUES (1, REPEAT(UNHEX('00FF275C0A'), 20971520)), (2, 'small')");
    MariaDbDatabase target = server.createDatabase();

    copy(source, target);

    String sum = "SELECT CONCAT(id, ' ', LENGTH(picture), MD5(picture), b) FROM huge ORDER BY id";
    assertThat(target.query(sum)).isEqualTo(source.query(sum)).hasSize(2);
    assertThat(target.query(sum).getFirst()).startsWith("1 104857600");
  }

  @Test
  @Tag("long")
  void bringsFiveThousandTablesBack() throws Exception {
    MariaDbServer server = MariaDbServers.shared();
    MariaDbDatabase source = server.createDatabase();
    makeTables(source, 5000);
    MariaDbDatabase target = server.createDatabase();
    makeTables(target, 10);

    copy(source, target);

    assertThat(
            target.query(
                "SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()"))
        .containsExactly("5000");
    assertThat(target.contents()).isEqualTo(source.contents());
  }

  private static void makeTables(MariaDbDatabase database, int count) throws SQLException {
    try (Connection connection = database.server().connect(database.name());
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < count; i++) {
        statement.execute("CREATE TABLE t%d (id int PRIMARY KEY, a varchar(9))".formatted(i));
        statement.execute("INSERT INTO t%1$d VALUES (%1$d, 'x')".formatted(i));
      }
    }
  }

  private void copy(MariaDbDatabase source, MariaDbDatabase target) throws IOException {
    RunContext run = Runs.on(target.connection());
    try (Dump dump = driver.dump(BackupType.DUMP, Runs.on(source.connection()));
        Restoration restoration = driver.restore(run)) {
      InputStream stream = dump.stream();
      byte[] buffer = new byte[1 << 16];
      for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
        restoration.write(buffer, 0, read);
      }
      dump.awaitSuccess();
      restoration.commit();
    }
    driver.settle(target.connection(), run.tag());
  }
}
