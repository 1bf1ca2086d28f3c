package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.database.Dump;
import holdfast.database.Restoration;
import holdfast.database.RunContext;
import holdfast.model.BackupType;
import holdfast.testing.Background;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServers;
import holdfast.testing.Runs;
import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A dump shows one moment, also while others write. */
class PgConsistencyTest {
  private static final int DUMPS = 5;

  private final PostgresqlDriver driver = new PostgresqlDriver();

  @AfterEach
  void dropDatabases() {
    PostgresServers.dropDatabases();
  }

  /** Money moves between two tables and a large object tells how often: nothing is lost or made. */
  @Test
  void aDumpThatIsTakenWhileOthersWriteShowsOneMoment() throws Exception {
    PostgresDatabase source = PostgresServers.shared(15).createDatabase();
    PostgresDatabase target = PostgresServers.shared(15).createDatabase();
    source.executeAsKeeper(
        """
        CREATE TABLE a_account (id int PRIMARY KEY, cents bigint NOT NULL);
        CREATE TABLE m_padding AS SELECT n, repeat(md5(n::text), 20) FROM generate_series(1, 8000) n;
        CREATE TABLE z_account (id int PRIMARY KEY, cents bigint NOT NULL, moves bigint NOT NULL);
        INSERT INTO a_account SELECT n, 1000 FROM generate_series(1, 10) n;
        INSERT INTO z_account SELECT n, 0, 0 FROM generate_series(1, 10) n;
        """);
    AtomicBoolean enough = new AtomicBoolean();
    AtomicLong moves = new AtomicLong();
    CompletableFuture<Void> writer = Background.run(() -> move(source, enough, moves));
    try {
      for (int i = 0; i < DUMPS; i++) {
        long before = moves.get();
        restore(dump(source), target);
        assertThat(moves.get()).as("others wrote meanwhile").isGreaterThan(before);
        assertThat(
                target.query(
                    """
                    SELECT (SELECT sum(cents) FROM a_account) + (SELECT sum(cents) FROM z_account)
                      || ' ' || ((SELECT sum(cents) FROM z_account) = (SELECT sum(moves) FROM z_account))
                    """))
            .containsExactly("10000 true");
      }
    } finally {
      enough.set(true);
      writer.join();
    }
  }

  private static void move(PostgresDatabase source, AtomicBoolean enough, AtomicLong moves) {
    try (Connection connection = source.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (int i = 0; !enough.get() && i < 100_000; i++) {
        int id = 1 + i % 10;
        statement.execute("UPDATE a_account SET cents = cents - 1 WHERE id = " + id);
        statement.execute(
            "UPDATE z_account SET cents = cents + 1, moves = moves + 1 WHERE id = " + id);
        connection.commit();
        moves.incrementAndGet();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] dump(PostgresDatabase source) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Dump dump = driver.dump(BackupType.DUMP, Runs.on(source.connection()))) {
      dump.stream().transferTo(bytes);
      dump.awaitSuccess();
    }
    return bytes.toByteArray();
  }

  private void restore(byte[] dump, PostgresDatabase target) throws Exception {
    RunContext run = Runs.on(target.connection());
    try (Restoration restoration = driver.restore(run)) {
      restoration.write(dump, 0, dump.length);
      restoration.commit();
    }
    driver.settle(target.connection(), run.tag());
  }
}
