package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.database.Dump;
import holdfast.database.Restoration;
import holdfast.database.RunContext;
import holdfast.model.BackupType;
import holdfast.model.ConnectionUri;
import holdfast.testing.DocumentedStatements;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import holdfast.testing.Runs;
import java.io.OutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The roles of docs/databases.md can do what they are for. */
class LeastRightsTest {
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
    assertThat(dump(BackupType.DUMP)).isNotEmpty();
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
    server.execute(
        database.name(), "SET ROLE holdfast; CREATE TABLE t (x text); INSERT INTO t VALUES ('a')");
    byte[] dump = dump(BackupType.DUMP);
    database.execute("UPDATE t SET x = 'b'");
    RunContext run = Runs.on(connection());
    try (Restoration restoration = driver().restore(run)) {
      restoration.write(dump, 0, dump.length);
      restoration.commit();
    }
    driver().settle(connection(), run.tag());
    assertThat(database.query("SELECT x FROM t")).containsExactly("a");
  }

  @Test
  void makesTheRolesThatTheServerLacks() throws Exception {
    create("The role for restores");
    create("Roles that the server lacks");
    server.execute(
        database.name(),
        "CREATE ROLE ghost; CREATE SCHEMA s AUTHORIZATION ghost; GRANT CONNECT ON DATABASE \"%s\" TO ghost"
            .formatted(database.name()));
    byte[] dump = dump(BackupType.DUMP);
    database.execute("DROP OWNED BY ghost; DROP ROLE ghost");
    RunContext run = Runs.on(connection());
    try (Restoration restoration = driver().restore(run)) {
      restoration.write(dump, 0, dump.length);
      restoration.commit();
    }
    driver().settle(connection(), run.tag());

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
    String statements =
        DocumentedStatements.below(heading)
            .replace("'...'", "'" + PostgresServer.PASSWORD.replace("'", "''") + "'")
            .replace("DATABASE shop", "DATABASE \"" + database.name() + "\"");
    server.execute("postgres", statements);
  }

  private ConnectionUri connection() {
    return database.connection("holdfast", PostgresServer.PASSWORD);
  }

  private byte[] dump(BackupType type) throws Exception {
    try (Dump dump = driver().dump(type, Runs.on(connection()))) {
      byte[] bytes = dump.stream().readAllBytes();
      dump.awaitSuccess();
      return bytes;
    }
  }
}
