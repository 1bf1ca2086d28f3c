package holdfast.database.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.database.Restoration;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.RunTag;
import holdfast.testing.Leftovers;
import holdfast.testing.MariaDbDatabase;
import holdfast.testing.MariaDbServers;
import holdfast.testing.Runs;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What comes into the target of a restore, or is taken from its user, after its last look. */
class LateTableTest {
  private final MariaDbDatabase target = MariaDbServers.shared().createDatabase();
  private final RunTag tag = Runs.newTag();

  @AfterEach
  void dropDatabases() throws Exception {
    new MysqlDriver().settle(target.connection(), tag);
    assertThat(Leftovers.of(tag, target)).isEmpty();
    MariaDbServers.dropDatabases();
  }

  @Test
  void aTableStaysBesideTheRestoredOnes() throws Exception {
    try (MysqlSession session = session()) {
      SchemaSwap swap = prepared(session);
      assertThat(swap.replacesNothing()).isTrue();
      target.execute("CREATE TABLE late AS SELECT 7 AS id");

      swap.perform();

      assertThat(session.text("SELECT id FROM late")).isEqualTo("7");
      assertThat(session.text("SELECT id FROM restored")).isEqualTo("1");
    }
  }

  /** Nothing is dropped, not even what could be while the one table is in use. */
  @Test
  void aTransactionThatUsesATableIsWaitedForBeforeAnythingIsTouched() throws Exception {
    target.execute("CREATE TABLE a (id int); CREATE TABLE z (id int)");
    target.execute("CREATE TRIGGER first BEFORE INSERT ON a FOR EACH ROW SET NEW.id = 1");
    target.execute("CREATE TRIGGER last BEFORE INSERT ON z FOR EACH ROW SET NEW.id = 1");
    target.execute("CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO DELETE FROM a");
    Map<String, List<String>> contents = target.contents();
    try (MysqlSession session = session();
        Connection reader = target.server().connect(target.name());
        Statement statement = reader.createStatement()) {
      SchemaSwap swap = prepared(session);
      session.execute("SET SESSION lock_wait_timeout = 1");
      reader.setAutoCommit(false);
      statement.executeQuery("SELECT id FROM a").close();

      SQLException e = catchThrowableOfType(SQLException.class, swap::perform);

      assertThat(e.getErrorCode()).isEqualTo(MysqlFailures.LOCK_WAIT_TIMEOUT);
      assertThat(swap.recover()).isFalse();
      assertThat(target.contents()).isEqualTo(contents);
      reader.rollback();
      String right = "LOCK TABLES ON `" + target.name() + "`.*"; // It does without.
      target.execute("REVOKE " + right + " FROM 'keeper'@'%'");
      session.execute("USE `" + target.name() + "`");
      swap.perform();
      assertThat(session.texts("SHOW TABLES")).containsExactly("restored");
    }
  }

  @Test
  void aTableOfTheSameNameMakesItFail() throws Exception {
    try (MysqlSession session = session()) {
      SchemaSwap swap = prepared(session);
      target.execute("CREATE TABLE restored AS SELECT 7 AS id");

      assertThatThrownBy(swap::perform).isInstanceOf(SQLException.class);

      assertThat(swap.recover()).isFalse();
      assertThat(session.text("SELECT id FROM restored")).isEqualTo("7");
    }
  }

  /** Which may be hours after it was asked for. */
  @Test
  void aRightThatIsTakenAwayDuringTheLoadIsMissedBeforeAnythingIsTouched() throws Exception {
    makeViewOfAnotherDatabase();
    try {
      byte[] dump = MysqlRuns.dump(target.connection("root", ""));
      Map<String, List<String>> contents = target.contents();
      try (Restoration restoration =
          new MysqlDriver().restore(Runs.withTag(target.connection(), tag))) {
        restoration.write(dump, 0, dump.length);
        target.execute("REVOKE SELECT ON elsewhere.p FROM 'keeper'@'%'");

        FailureException e = catchThrowableOfType(FailureException.class, restoration::commit);

        assertThat(e.failure().code()).isEqualTo(FailureCode.DATABASE_RIGHTS);
        assertThat(e.failure().message()).contains("lacks SELECT for elsewhere.p");
      }
      assertThat(target.contents()).isEqualTo(contents);
      assertThat(Leftovers.of(tag, target)).isEmpty();
    } finally {
      target.execute("DROP DATABASE elsewhere");
    }
  }

  private void makeViewOfAnotherDatabase() {
    target.execute("CREATE DATABASE elsewhere; CREATE TABLE elsewhere.p (id int)");
    target.execute("GRANT SELECT ON elsewhere.p TO 'keeper'@'%'");
    target.execute("CREATE TABLE t (id int); CREATE VIEW w AS SELECT id FROM elsewhere.p");
    target.execute("CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.id = 1");
  }

  /** The server lets nobody make a view then, not even the one that was there. */
  @Test
  void aRightThatIsTakenAwayMeanwhileIsWaitedFor() throws Exception {
    makeViewOfAnotherDatabase();
    try {
      try (MysqlSession session = session()) {
        SchemaSwap swap = prepared(session);
        target.execute("CREATE TABLE restored AS SELECT 7 AS id");
        target.execute("REVOKE SELECT ON elsewhere.p FROM 'keeper'@'%'");
        assertThatThrownBy(swap::perform).isInstanceOf(SQLException.class);
      }
      MysqlDriver driver = new MysqlDriver();
      FailureException e =
          catchThrowableOfType(
              FailureException.class, () -> driver.tookEffect(target.connection(), tag));
      assertThat(e.failure().code()).isEqualTo(FailureCode.DATABASE_RIGHTS);
      assertThat(e.failure().message()).contains("broke off in its swap", "elsewhere");

      target.execute("GRANT SELECT ON elsewhere.p TO 'keeper'@'%'");

      assertThat(driver.tookEffect(target.connection(), tag)).isFalse();
      assertThat(target.query("SHOW TABLES")).containsExactly("restored", "t", "w");
      assertThat(target.query("SHOW TRIGGERS")).containsExactly("g");
    } finally {
      target.execute("DROP DATABASE elsewhere");
    }
  }

  private MysqlSession session() throws Exception {
    MysqlSession session = MysqlSession.openForLong(MysqlUri.of(target.connection()));
    assertThat(SessionMark.take(session, tag)).isTrue();
    return session;
  }

  /** With one table to be restored. */
  private SchemaSwap prepared(MysqlSession session) throws Exception {
    RestoreNames names = new RestoreNames(tag);
    String database = session.uri().database();
    Schemas.create(session, names.fresh(), Schemas.collation(session, database));
    session.execute(
        "CREATE TABLE %s AS SELECT 1 AS id".formatted(Sql.name(names.fresh(), "restored")));
    SchemaSwap swap = new SchemaSwap(session, database, names, line -> {});
    swap.prepare(Set.of());
    return swap;
  }
}
