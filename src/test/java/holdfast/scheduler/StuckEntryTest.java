package holdfast.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.catalog.Catalog;
import holdfast.catalog.SqliteCatalog;
import holdfast.engine.Lease;
import holdfast.testing.Leftovers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was done but could not be noted, on the only node there is. */
class StuckEntryTest {
  private static final String FULL =
      """
      CREATE TRIGGER full BEFORE UPDATE ON chore WHEN NOT NEW.picked
      BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END
      """;

  @TempDir Path folder;

  @Test
  void aChoreGoesOnAfterTheCatalogCouldNotBeWrittenForAMoment() throws SQLException {
    Lease lease = new Lease(Duration.ofSeconds(1), true);
    AtomicInteger done = new AtomicInteger();
    try (Catalog catalog =
            SqliteCatalog.open(
                folder.resolve("catalog.db"), new Timetable.NoCipher(), (backup, copy) -> "{}");
        Chores chores =
            new Chores(catalog, new Timetable(catalog).sweeper(), lease, Clock.systemUTC())) {
      chores.start(List.of(new Chore("counting", Duration.ofMillis(100), done::incrementAndGet)));
      assertThat(Leftovers.await(() -> done.get() > 0)).isTrue();
      execute(catalog, FULL);
      assertThat(Leftovers.await(() -> isStuck(catalog, lease))).isTrue();

      execute(catalog, "DROP TRIGGER full");

      int stuck = done.get();
      assertThat(Leftovers.await(() -> done.get() > stuck + 1)).isTrue();
    }
  }

  /** Whether an entry is in hand for longer than a hand that is alive stays silent. */
  private static boolean isStuck(Catalog catalog, Lease lease) {
    try (Connection connection = catalog.queue().getConnection();
        PreparedStatement query =
            connection.prepareStatement(
                "SELECT count(*) FROM chore WHERE picked AND last_heartbeat < ?")) {
      query.setTimestamp(1, Timestamp.from(Instant.now().minus(lease.heartbeat().multipliedBy(2))));
      try (ResultSet found = query.executeQuery()) {
        return found.next() && found.getInt(1) > 0;
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static void execute(Catalog catalog, String sql) throws SQLException {
    try (Connection connection = catalog.queue().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
