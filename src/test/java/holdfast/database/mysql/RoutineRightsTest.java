package holdfast.database.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.database.Restoration;
import holdfast.database.RunContext;
import holdfast.model.ConnectionUri;
import holdfast.testing.MariaDbDatabase;
import holdfast.testing.MariaDbServer;
import holdfast.testing.MariaDbServers;
import holdfast.testing.MysqlRelease;
import holdfast.testing.RecordingLog;
import holdfast.testing.Runs;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Rights that others have on single routines, which a server takes away with a routine. */
@ParameterizedClass
@EnumSource(names = {"MARIADB_10", "MARIADB_11", "MYSQL_5", "MYSQL_8"})
class RoutineRightsTest {
  private static final String APP = "'a`pp \\'s'@'%'";

  private final MariaDbServer server;
  private final MariaDbDatabase database;
  private final RecordingLog log = new RecordingLog();

  RoutineRightsTest(MysqlRelease release) {
    this.server = MariaDbServers.shared(release);
    this.database = server.createDatabase();
  }

  @BeforeEach
  void give() {
    database.fill();
    server.execute("", "CREATE USER " + APP + " IDENTIFIED BY 'x'");
    grant("EXECUTE ON PROCEDURE %s.NOTE_it", " WITH GRANT OPTION");
    grant("ALTER ROUTINE, EXECUTE ON FUNCTION %s.twice", "");
    grant("SELECT ON %s.customer", "");
  }

  private void grant(String right, String option) {
    String schema = Sql.name(database.name());
    server.execute("", "GRANT %s TO %s%s".formatted(right.formatted(schema), APP, option));
  }

  @AfterEach
  void drop() {
    server.execute("", "DROP USER " + APP);
    MariaDbServers.dropDatabases();
  }

  @Test
  void areGivenAgainByWhoMay() throws Exception {
    List<String> before = rights();

    restore(asRoot());

    assertThat(rights()).isEqualTo(before).hasSize(4);
    assertThat(said())
        .contains("swapping: views, triggers, routines and events are away for a moment")
        .doesNotContain("procs_priv", "given again");
  }

  @Test
  void areGivenAgainByASwapThatIsUndone() throws Exception {
    List<String> before = rights();

    breakASwap(() -> assertThat(rights()).as("broken off").hasSize(2));

    assertThat(rights()).isEqualTo(before);
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void areGivenToNobodyWhoIsGone() throws Exception {
    breakASwap(() -> server.execute("", "DROP USER " + APP));

    assertThat(server.query("", "SELECT user FROM mysql.user WHERE user LIKE 'a%'")).isEmpty();
    assertThat(said()).contains("could not be given again: GRANT EXECUTE ON PROCEDURE");
    server.execute("", "CREATE USER " + APP);
  }

  /** Which is undone then. */
  private void breakASwap(Runnable meanwhile) throws Exception {
    RestoreNames names = new RestoreNames(Runs.newTag());
    try (MysqlSession session = MysqlSession.openForLong(MysqlUri.of(asRoot()))) {
      Schemas.create(session, names.fresh(), Schemas.collation(session, database.name()));
      session.execute("CREATE TABLE " + Sql.name(names.fresh(), "late") + " (id int)");
      SchemaSwap swap = new SchemaSwap(session, database.name(), names, this::say);
      swap.prepare(Set.of());
      session.execute("CREATE TABLE " + Sql.name(database.name(), "late") + " (id int)");

      assertThatThrownBy(swap::perform).hasMessageContaining("late");
      meanwhile.run();
      assertThat(swap.recover()).isFalse();

      for (String schema : names.all()) {
        Schemas.drop(session, schema);
      }
    }
  }

  @Test
  void areToldByWhoMayOnlySeeThem() throws Exception {
    server.execute("", "GRANT SELECT ON mysql.procs_priv TO 'keeper'@'%'");

    restore(database.connection());

    server.execute("", "REVOKE SELECT ON mysql.procs_priv FROM 'keeper'@'%'");
    assertThat(rights()).hasSize(2);
    assertThat(said())
        .contains("could not be given again: GRANT EXECUTE ON PROCEDURE")
        .contains("WITH GRANT OPTION");
  }

  @Test
  void areWarnedOfByWhoMayNotSeeThem() throws Exception {
    boolean seesThem = server.release() == MysqlRelease.MYSQL_8;

    restore(database.connection());

    assertThat(said()).contains(seesThem ? "could not be given again" : "GRANT EXECUTE ON");
  }

  private void restore(ConnectionUri connection) throws IOException {
    RunContext run = new RunContext(connection, Runs.newTag(), log);
    byte[] dump = MysqlRuns.dump(connection);
    MysqlDriver driver = new MysqlDriver();
    try (Restoration restoration = driver.restore(run)) {
      restoration.write(dump, 0, dump.length);
      restoration.commit();
    }
    driver.settle(connection, run.tag());
  }

  private ConnectionUri asRoot() {
    return database.connection("root", "");
  }

  private List<String> rights() {
    return server.query("", "SHOW GRANTS FOR " + APP);
  }

  private String said() {
    return String.join("\n", log.lines());
  }

  private void say(String line) {
    log.line("swap", line);
  }
}
