package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.database.Dump;
import holdfast.database.Restoration;
import holdfast.database.RunContext;
import holdfast.model.BackupType;
import holdfast.model.ConnectionUri;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.FoundDatabase;
import holdfast.testing.DocumentedStatements;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import holdfast.testing.Runs;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The roles of docs/databases.md can do what they are for. */
class LeastRightsTest {
  private static final String ALL = "All databases of a PostgreSQL server";

  private final PostgresServer server = PostgresServers.shared(major());
  private final PostgresDatabase database = server.createDatabase();

  /** Of the server. */
  int major() {
    return 15;
  }

  PostgresqlDriver driver() {
    return new PostgresqlDriver();
  }

  @AfterEach
  void drop() {
    PostgresServers.dropDatabases();
    server.execute("postgres", "DROP ROLE holdfast");
  }

  @Test
  void dumpsWhatBelongsToOthers() throws Exception {
    create("The role for dumps");
    database.executeAsKeeper(
        "CREATE SCHEMA s; CREATE TABLE s.t (id serial, x text); INSERT INTO s.t (x) VALUES ('a')");
    assertThat(driver().probe(connection()).warnings()).noneMatch(it -> it.startsWith("Dumps"));
    assertThat(dump(connection())).isNotEmpty();
  }

  @Test
  void takesASnapshot() throws Exception {
    create("The role for snapshots");
    try (Dump dump = driver().dump(BackupType.SNAPSHOT, Runs.on(connection()))) {
      dump.stream().transferTo(OutputStream.nullOutputStream());
      assertThat(dump.awaitSuccess().details()).containsKey("endLsn");
    }
  }

  @Test
  void restoresItsOwnDump() throws Exception {
    create("The role for restores");
    restoreItsOwnDump();
  }

  @Test
  void restoresItsOwnDumpInPlace() throws Exception {
    create("The role for restores in place");
    restoreItsOwnDump();
  }

  private void restoreItsOwnDump() throws Exception {
    server.execute(
        database.name(), "SET ROLE holdfast; CREATE TABLE t (x text); INSERT INTO t VALUES ('a')");
    byte[] dump = dump(connection());
    database.execute("UPDATE t SET x = 'b'");
    restore(dump);
    assertThat(database.query("SELECT x FROM t")).containsExactly("a");
  }

  @Test
  void backsUpAndRestoresEachOfAllDatabases() throws Exception {
    database.executeAsKeeper(
        "CREATE SCHEMA s; CREATE TABLE s.t (x text); INSERT INTO s.t VALUES ('a')");
    PostgresDatabase later = server.createDatabase();
    create(ALL);
    later.executeAsKeeper("CREATE TABLE late AS SELECT 1 AS id");
    driver().requireAllVisible(connection());
    assertThat(driver().databases(connection()))
        .extracting(FoundDatabase::name)
        .contains(database.name(), later.name());
    assertThat(dump(driver().naming(connection(), later.name()))).isNotEmpty();
    byte[] dump = dump(connection());
    database.execute("UPDATE s.t SET x = 'b'");
    restore(dump);
    assertThat(database.query("SELECT x FROM s.t")).containsExactly("a");
    assertThat(database.query("SELECT tableowner FROM pg_tables WHERE schemaname = 's'"))
        .containsExactly(PostgresServer.KEEPER);
  }

  @Test
  void namesWhatLacksForAllDatabases() throws Exception {
    database.fill();
    create(ALL, "GRANT app");
    byte[] dump = dump(database.connection());
    FailureException e = catchThrowableOfType(FailureException.class, () -> restore(dump));
    assertThat(e.failure().code()).isEqualTo(FailureCode.RESTORE_REQUIREMENTS);
    assertThat(e.failure().hint())
        .contains("GRANT \"%s\" TO \"holdfast\"".formatted(PostgresServer.KEEPER));

    server.execute("postgres", "REVOKE pg_read_all_data FROM holdfast");
    e = catchThrowableOfType(FailureException.class, () -> dump(connection()));
    assertThat(e.failure().code()).isEqualTo(FailureCode.DATABASE_RIGHTS);
    assertThat(e.failure().message()).contains("customer");
  }

  /**
   * From version 16 on there are memberships that are not enough, and who makes a role has such.
   */
  @Test
  void namesMembershipsThatAreNotEnough() throws Exception {
    database.executeAsKeeper("CREATE TABLE t AS SELECT 'a' AS x");
    create(ALL, "GRANT app");
    byte[] dump = dump(connection());
    for (String lack :
        major() < 16
            ? List.of("")
            : List.of("SET FALSE", "INHERIT FALSE", "ADMIN TRUE, INHERIT FALSE, SET FALSE")) {
      server.execute(
          "postgres",
          major() < 16
              ? "GRANT keeper TO holdfast; ALTER ROLE holdfast NOINHERIT"
              : "GRANT keeper TO holdfast WITH " + lack);

      FailureException e = catchThrowableOfType(FailureException.class, () -> restore(dump));

      assertThat(e.failure().code()).isEqualTo(FailureCode.RESTORE_REQUIREMENTS);
      server.execute(
          "postgres", e.failure().hint().replaceFirst(".*nothing was touched: (.*)\\.", "$1"));
      database.execute("UPDATE t SET x = 'b'");
      restore(dump);
      assertThat(database.query("SELECT x FROM t")).containsExactly("a");
      server.execute("postgres", "REVOKE keeper FROM holdfast");
    }
  }

  /** As much as PostgreSQL asks for, which is another kind of membership than to give something. */
  @Test
  void setsDefaultPrivilegesOfRolesOrNamesWhatLacks() throws Exception {
    database.executeAsKeeper("ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO tenant");
    create(ALL, "GRANT app");
    byte[] dump = dump(connection());
    for (String kind :
        major() < 16 ? List.of("") : List.of(" WITH SET FALSE", " WITH INHERIT FALSE")) {
      server.execute("postgres", "GRANT keeper TO holdfast" + kind);
      if (kind.contains("INHERIT FALSE")) {
        FailureException e = catchThrowableOfType(FailureException.class, () -> restore(dump));
        assertThat(e.failure().code()).isEqualTo(FailureCode.RESTORE_REQUIREMENTS);
        assertThat(e.failure().message())
            .contains("default privileges cannot be set for the role keeper");
        server.execute(
            "postgres", e.failure().hint().replaceFirst(".*nothing was touched: (.*)\\.", "$1"));
      }
      database.executeAsKeeper("ALTER DEFAULT PRIVILEGES REVOKE SELECT ON TABLES FROM tenant");
      restore(dump);
      assertThat(database.query("SELECT defaclacl FROM pg_default_acl"))
          .singleElement()
          .asString()
          .contains("tenant=r/keeper");
      server.execute("postgres", "REVOKE keeper FROM holdfast");
    }
  }

  @Test
  void makesTheRolesThatTheServerLacks() throws Exception {
    create("The role for restores");
    create("Roles that the server lacks");
    server.execute(
        database.name(),
        "CREATE ROLE ghost; CREATE SCHEMA s AUTHORIZATION ghost; GRANT CONNECT ON DATABASE \"%s\" TO ghost"
            .formatted(database.name()));
    byte[] dump = dump(connection());
    database.execute("DROP OWNED BY ghost; DROP ROLE ghost");
    restore(dump);
    assertThat(database.query("SELECT nspowner::regrole FROM pg_namespace WHERE nspname = 's'"))
        .containsExactly("ghost");
    assertThat(database.query("SELECT datacl FROM pg_database WHERE datname = current_database()"))
        .singleElement()
        .asString()
        .contains("ghost=c/");
    PostgresServers.dropDatabases();
    server.execute("postgres", "DROP ROLE ghost");
  }

  private void create(String heading) {
    create(heading, "nothing");
  }

  /**
   * @param without the beginning of a line to leave out
   */
  private void create(String heading, String without) {
    String statements =
        DocumentedStatements.below(heading)
            .lines()
            .filter(line -> !line.startsWith(without))
            .collect(Collectors.joining("\n"))
            .replace("'...'", "'" + PostgresServer.PASSWORD.replace("'", "''") + "'")
            .replace("GRANT app", "GRANT " + PostgresServer.KEEPER)
            .replace("DATABASE shop", "DATABASE \"" + database.name() + "\"");
    server.execute("postgres", statements);
  }

  private ConnectionUri connection() {
    return database.connection("holdfast", PostgresServer.PASSWORD);
  }

  private void restore(byte[] dump) throws IOException {
    RunContext run = Runs.on(connection());
    try (Restoration restoration = driver().restore(run)) {
      restoration.write(dump, 0, dump.length);
      restoration.commit();
    }
    driver().settle(connection(), run.tag());
  }

  private byte[] dump(ConnectionUri connection) throws IOException {
    try (Dump dump = driver().dump(BackupType.DUMP, Runs.on(connection))) {
      byte[] bytes = dump.stream().readAllBytes();
      dump.awaitSuccess();
      return bytes;
    }
  }
}
