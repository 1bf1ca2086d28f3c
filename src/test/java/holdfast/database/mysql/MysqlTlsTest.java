package holdfast.database.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.model.ConnectionUri;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.testing.MariaDbDatabase;
import holdfast.testing.MariaDbServer;
import holdfast.testing.MariaDbServers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MysqlTlsTest {
  @TempDir Path folder;

  @AfterEach
  void dropDatabases() {
    MariaDbServers.dropDatabases();
  }

  @Test
  void encryptsAndVerifiesAsItIsTold() throws Exception {
    certificate("server");
    certificate("other");
    try (MariaDbServer server =
        MariaDbServers.start(
            List.of(
                "--ssl-cert=" + folder.resolve("server.pem"),
                "--ssl-key=" + folder.resolve("server.key"),
                "--ssl-ca=" + folder.resolve("server.pem")))) {
      MariaDbDatabase database = server.createDatabase();
      database.execute("ALTER USER 'keeper'@'%' REQUIRE SSL");
      database.execute("CREATE TABLE t (id int)");
      for (String options :
          List.of(
              "",
              "?ssl-mode=required",
              "?ssl-mode=verify-ca&ssl-ca=" + folder.resolve("server.pem"),
              "?ssl-mode=verify-identity&ssl-ca=" + folder.resolve("server.pem"))) {
        ConnectionUri connection = with(database, options);
        MysqlRuns.restore(MysqlRuns.dump(connection), connection);
      }
      for (String options :
          List.of(
              "?ssl-mode=disabled",
              "?ssl-mode=verify-ca&ssl-ca=" + folder.resolve("other.pem"),
              "?ssl-mode=verify-identity&ssl-ca=" + folder.resolve("other.pem"))) {
        assertThat(failure(with(database, options)).code())
            .as(options)
            .isIn(FailureCode.DATABASE_UNREACHABLE, FailureCode.DATABASE_AUTHENTICATION);
      }
    }
  }

  @Test
  void sendsNothingInClearWhereItMustNot() {
    MariaDbDatabase database = MariaDbServers.shared().createDatabase();
    assertThat(failure(with(database, "?ssl-mode=required")).code())
        .isEqualTo(FailureCode.DATABASE_UNREACHABLE);
  }

  private static ConnectionUri with(MariaDbDatabase database, String options) {
    return new ConnectionUri(database.connection().secret().reveal() + options);
  }

  private static Failure failure(ConnectionUri connection) {
    return catchThrowableOfType(FailureException.class, () -> MysqlRuns.dump(connection)).failure();
  }

  /** Signed by itself, for 127.0.0.1. */
  private void certificate(String name) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=127.0.0.1",
                "-addext",
                "subjectAltName=IP:127.0.0.1",
                "-keyout",
                folder.resolve(name + ".key").toString(),
                "-out",
                folder.resolve(name + ".pem").toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor()).isZero();
  }
}
