package holdfast.database.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.database.Dump;
import holdfast.database.Restoration;
import holdfast.model.BackupType;
import holdfast.model.ConnectionUri;
import holdfast.model.FailureException;
import holdfast.model.RunTag;
import holdfast.testing.Leftovers;
import holdfast.testing.MariaDbDatabase;
import holdfast.testing.MariaDbServers;
import holdfast.testing.MysqlRelease;
import holdfast.testing.QueryCuttingProxy;
import holdfast.testing.Runs;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A restore that dies at each statement of its swap in turn: the target must be exactly the backup
 * or exactly what it was, as whoever asks afterwards is told.
 */
class BrokenSwapTest {
  private static final String OLD =
      """
      CREATE TABLE parent (id int PRIMARY KEY, child int);
      CREATE TABLE child (id int PRIMARY KEY, parent int, FOREIGN KEY (parent) REFERENCES parent (id));
      ALTER TABLE parent ADD FOREIGN KEY (child) REFERENCES child (id);
      INSERT INTO parent VALUES (1, NULL);
      INSERT INTO child VALUES (1, 1);
      UPDATE parent SET child = 1;
      CREATE TABLE gone (id int);
      CREATE VIEW b AS SELECT id FROM parent;
      CREATE VIEW a AS SELECT id FROM b;
      CREATE TRIGGER t BEFORE INSERT ON child FOR EACH ROW SET NEW.id = NEW.id + 1;
      CREATE FUNCTION f() RETURNS int DETERMINISTIC RETURN 1;
      CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2036-01-01 00:00:00' DO DELETE FROM gone;
      SET foreign_key_checks = 0; CREATE TABLE orphan (id int PRIMARY KEY, mother int, CONSTRAINT o FOREIGN KEY (mother) REFERENCES mother (id) ON DELETE CASCADE, CONSTRAINT p FOREIGN KEY (id) REFERENCES parent (id))
      """;

  private static final String NEW =
      """
      DROP VIEW a, b;
      DROP EVENT e;
      DROP TABLE gone, orphan;
      CREATE TABLE mother (id int PRIMARY KEY);
      DROP TRIGGER t;
      CREATE TABLE b (id int PRIMARY KEY);
      CREATE VIEW c AS SELECT id FROM b;
      INSERT INTO child VALUES (2, 1);
      CREATE TRIGGER u BEFORE INSERT ON b FOR EACH ROW SET NEW.id = NEW.id + 1;
      DROP FUNCTION f;
      CREATE FUNCTION f() RETURNS int DETERMINISTIC RETURN 2
      """;

  private final MysqlDriver driver = new MysqlDriver();

  MysqlRelease release() {
    return MysqlRelease.MARIADB_10;
  }

  @AfterEach
  void dropDatabases() {
    MariaDbServers.dropDatabases();
  }

  @ParameterizedTest
  @CsvSource({
    "CREATE DATABASE `holdfast_, 19, false", // while it gets ready, now and then
    "SET phase = 'BEGUN', 2, false", // these two together are at each statement:
    "SET phase = 'BEGUN', 2, true" // before every other one, and after it
  })
  void isAllOrNothingAtEachStatement(String from, int step, boolean statementStillPasses)
      throws Exception {
    MariaDbDatabase target = MariaDbServers.shared(release()).createDatabase();
    makeWith(OLD, target);
    Map<String, List<String>> other = target.contents();
    byte[] otherDump = dump(target);
    makeWith(NEW, target);
    if (release().isMariaDb()) {
      target.execute("CREATE SEQUENCE s NOCACHE");
    }
    Map<String, List<String>> now = target.contents();
    byte[] nowDump = dump(target);
    int effects = 0;
    boolean wasCut = true;
    for (int n = 1; wasCut; n += step) {
      RunTag tag = Runs.newTag();
      try (QueryCuttingProxy proxy =
          new QueryCuttingProxy(target.port(), from, n, statementStillPasses)) {
        tryToRestore(otherDump, unencrypted(target.connectionThrough(proxy.port())), tag);
        wasCut = proxy.isCut();
      }
      if (n % 4 < 2) {
        driver.fence(target.connection(), tag);
      }
      boolean tookEffect = driver.tookEffect(target.connection(), tag);
      assertThat(target.contents()).as("at %d", n).isEqualTo(tookEffect ? other : now);
      driver.fence(target.connection(), tag);
      assertThat(driver.tookEffect(target.connection(), tag)).isEqualTo(tookEffect);
      driver.settle(target.connection(), tag);
      assertThat(target.contents()).as("settled at %d", n).isEqualTo(tookEffect ? other : now);
      assertThat(Leftovers.of(tag, target)).isEmpty();
      if (tookEffect) {
        effects++;
        Map<String, List<String>> formerly = now;
        now = other;
        other = formerly;
        byte[] formerDump = nowDump;
        nowDump = otherDump;
        otherDump = formerDump;
      }
    }
    assertThat(effects).isPositive();
  }

  /** One by one: of several, MySQL keeps the sign between them as a part of a definition. */
  private static void makeWith(String statements, MariaDbDatabase database) {
    for (String statement : statements.split(";\n", -1)) {
      database.execute(statement);
    }
  }

  private void tryToRestore(byte[] dump, ConnectionUri connection, RunTag tag) throws IOException {
    try (Restoration restoration = driver.restore(Runs.withTag(connection, tag))) {
      restoration.write(dump, 0, dump.length);
      restoration.commit();
    } catch (FailureException e) {
      assertThat(e.failure().hint()).isNotEmpty();
    }
  }

  private static ConnectionUri unencrypted(ConnectionUri connection) {
    return new ConnectionUri(connection.secret().reveal() + "?ssl-mode=disabled");
  }

  private byte[] dump(MariaDbDatabase database) throws IOException {
    try (Dump dump = driver.dump(BackupType.DUMP, Runs.on(database.connection()))) {
      byte[] bytes = dump.stream().readAllBytes();
      dump.awaitSuccess();
      return bytes;
    }
  }
}
