package holdfast.database.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.model.ConnectionUri;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.testing.Background;
import holdfast.testing.MariaDbDatabase;
import holdfast.testing.MariaDbServer;
import holdfast.testing.MariaDbServers;
import holdfast.testing.MysqlRelease;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MysqlTlsTest {
  @TempDir Path folder;

  @AfterEach
  void dropDatabases() {
    MariaDbServers.dropDatabases();
  }

  @ParameterizedTest
  @EnumSource(names = {"MARIADB_10", "MARIADB_11", "MYSQL_8"})
  void encryptsAndVerifiesAsItIsTold(MysqlRelease release) throws Exception {
    certificate("server");
    certificate("other");
    try (MariaDbServer server =
        MariaDbServers.start(
            release,
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

  /** MySQL then sends a key, with which the password is encrypted. */
  @Test
  void logsInToMysqlWithoutTls() throws Exception {
    MariaDbDatabase database = MariaDbServers.shared(MysqlRelease.MYSQL_8).createDatabase();
    database.execute("CREATE TABLE t (id int)");
    ConnectionUri connection = with(database, "?ssl-mode=disabled");
    database.execute("FLUSH PRIVILEGES"); // It forgets who has logged in before.
    MysqlRuns.restore(MysqlRuns.dump(connection), connection);
    assertThat(database.query("SHOW TABLES")).containsExactly("t");
  }

  @Test
  void namesTheFileOfCertificatesThatCannotBeUsed() throws Exception {
    MariaDbDatabase database = MariaDbServers.shared().createDatabase();
    Path missing = folder.resolve("missing.pem");
    Path empty = Files.writeString(folder.resolve("empty.pem"), "");
    Path other = Files.writeString(folder.resolve("other.pem"), "no certificate");
    for (Path file : List.of(missing, empty, other)) {
      Failure failure = failure(with(database, "?ssl-mode=verify-ca&ssl-ca=" + file));
      assertThat(failure.code()).isEqualTo(FailureCode.CONNECTION_INVALID);
      assertThat(failure.message()).contains("ssl-ca " + file + " cannot be used: ");
    }
  }

  /** Each try waits for its greeting, and a second one has no more hope. */
  @Test
  void asksAPortThatSaysNothingOnce() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Failure> failure =
          Background.call(
              () ->
                  failure(
                      new ConnectionUri(
                          "mysql://u:p@127.0.0.1:%d/shop".formatted(silent.getLocalPort()))));
      try (Socket first = silent.accept()) {
        assertThat(first.isConnected()).isTrue();
        assertThat(failure.join().code()).isEqualTo(FailureCode.DATABASE_UNREACHABLE);
      }
      assertThat(failure.join().message()).contains("said nothing");
      silent.setSoTimeout(1);
      assertThatThrownBy(silent::accept).isInstanceOf(SocketTimeoutException.class);
    }
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
