package holdfast.database.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.model.RunTag;
import holdfast.testing.Leftovers;
import holdfast.testing.MariaDbDatabase;
import holdfast.testing.MariaDbServers;
import holdfast.testing.Runs;
import java.sql.SQLException;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What comes into the target of a restore that is to replace nothing after its last look. */
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
      target.execute("CREATE TABLE late AS SELECT 7 AS id");

      swap.perform();

      assertThat(session.text("SELECT id FROM late")).isEqualTo("7");
      assertThat(session.text("SELECT id FROM restored")).isEqualTo("1");
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

  private MysqlSession session() throws Exception {
    MysqlSession session = MysqlSession.openForLong(MysqlUri.of(target.connection()));
    assertThat(SessionMark.take(session, tag)).isTrue();
    return session;
  }

  /** With one table to be restored, and nothing to be replaced. */
  private SchemaSwap prepared(MysqlSession session) throws Exception {
    RestoreNames names = new RestoreNames(tag);
    String database = session.uri().database();
    Schemas.create(session, names.fresh(), Schemas.collation(session, database));
    session.execute(
        "CREATE TABLE %s AS SELECT 1 AS id".formatted(Sql.name(names.fresh(), "restored")));
    SchemaSwap swap = new SchemaSwap(session, database, names, line -> {});
    swap.prepare(Set.of());
    assertThat(swap.replacesNothing()).isTrue();
    return swap;
  }
}
