package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.database.Dump;
import holdfast.database.RunContext;
import holdfast.model.BackupType;
import holdfast.model.ConnectionUri;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.FoundDatabase;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import holdfast.testing.Runs;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers as a whole. */
class PgListingTest {
  private final PostgresqlDriver driver = new PostgresqlDriver();
  private final PostgresServer server = PostgresServers.shared(15);

  @AfterEach
  void dropDatabases() {
    PostgresServers.dropDatabases();
  }

  /** It is a database all the same, and must not be missed in silence. */
  @Test
  void listsADatabaseThatLetsNobodyInAndSaysSo() throws Exception {
    PostgresDatabase any = server.createDatabase();
    PostgresDatabase shut = server.createDatabase();
    server.execute(
        "postgres", "ALTER DATABASE \"%s\" ALLOW_CONNECTIONS false".formatted(shut.name()));

    Failure obstacle = listed(any, shut).obstacle().orElseThrow();
    assertThat(obstacle.code()).isEqualTo(FailureCode.DATABASE_UNSUPPORTED);
    assertThat(obstacle.message()).contains("\"" + shut.name() + "\" lets nobody in");
    assertThat(failureOf(shut).code()).isEqualTo(FailureCode.DATABASE_UNSUPPORTED);

    assertThat(failureOf(shut).hint()).startsWith(obstacle.hint());
    server.execute("postgres", obstacle.hint().replaceFirst("Run: (.*)\\.", "$1"));
    assertThat(listed(any, shut).obstacle()).isEmpty();
    assertThat(driver.probe(shut.connection()).isEmpty()).isTrue();
  }

  /** Such a one is there until somebody drops it, while one that is being dropped is not. */
  @Test
  void listsWhatAnInterruptedDropHasLeft() throws Exception {
    PostgresDatabase any = server.createDatabase();
    PostgresDatabase left = server.createDatabase();
    server.execute(
        "postgres",
        "UPDATE pg_database SET datconnlimit = -2 WHERE datname = '%s'".formatted(left.name()));

    Failure obstacle = listed(any, left).obstacle().orElseThrow();
    assertThat(obstacle.code()).isEqualTo(FailureCode.DATABASE_UNSUPPORTED);
    assertThat(obstacle.hint()).contains("DROP DATABASE \"" + left.name() + "\".");
    assertThat(failureOf(left).code()).isEqualTo(FailureCode.DATABASE_UNSUPPORTED);
    assertThat(failureOf(left).hint()).contains("can only be dropped");

    try (Connection dropping = server.connect("postgres");
        Statement statement = dropping.createStatement()) {
      dropping.setAutoCommit(false);
      // The lock that a drop has; a drop itself would not wait here.
      statement.execute("ALTER DATABASE \"%s\" RENAME TO going".formatted(left.name()));
      assertThat(names(any)).contains(any.name()).doesNotContain(left.name(), "going");
    }
    assertThat(names(any)).contains(left.name());
  }

  /** As a connection's address it could not be told from one that smuggles something in. */
  @Test
  void listsADatabaseWithALineBreakInItsNameAndSaysSo() throws Exception {
    PostgresDatabase any = server.createDatabase();
    PostgresDatabase broken = new PostgresDatabase(server, "two\nlines");
    PostgresDatabase tabbed = new PostgresDatabase(server, "a\ttab");
    server.execute("postgres", "CREATE DATABASE \"two\nlines\"");
    server.execute("postgres", "CREATE DATABASE \"a\ttab\"");
    try {
      Failure obstacle = listed(any, broken).obstacle().orElseThrow();
      assertThat(obstacle.code()).isEqualTo(FailureCode.DATABASE_UNSUPPORTED);
      assertThat(obstacle.message()).contains("\"two\\nlines\" has a line break in its name");
      assertThat(listed(any, tabbed).obstacle()).isEmpty();
      assertThat(driver.probe(driver.naming(any.connection(), tabbed.name())).isEmpty()).isTrue();
    } finally {
      server.execute("postgres", "DROP DATABASE \"two\nlines\"");
      server.execute("postgres", "DROP DATABASE \"a\ttab\"");
    }
  }

  private Failure failureOf(PostgresDatabase database) {
    return catchThrowableOfType(FailureException.class, () -> driver.probe(database.connection()))
        .failure();
  }

  private FoundDatabase listed(PostgresDatabase any, PostgresDatabase wanted) throws Exception {
    return driver.databases(any.connection()).stream()
        .filter(found -> found.name().equals(wanted.name()))
        .findFirst()
        .orElseThrow();
  }

  private List<String> names(PostgresDatabase any) throws Exception {
    return driver.databases(any.connection()).stream().map(FoundDatabase::name).toList();
  }

  @Test
  void aSnapshotNeedsNoDatabaseInTheConnection() throws Exception {
    PostgresDatabase any = server.createDatabase();
    String named = any.connection("anywhere", PostgresServer.PASSWORD).secret().reveal();
    ConnectionUri unnamed =
        driver.anywhere(new ConnectionUri(named.substring(0, named.lastIndexOf('/'))));
    server.createRole("anywhere", "REPLICATION");
    try {
      assertThat(driver.probe(unnamed).version()).startsWith("15.");
      RunContext run = Runs.on(unnamed);
      try (Dump dump = driver.dump(BackupType.SNAPSHOT, run)) {
        assertThat(dump.serverVersion()).startsWith("15.");
      }
      driver.settle(unnamed, run.tag());
    } finally {
      server.execute("postgres", "DROP ROLE anywhere");
    }
  }
}
