package holdfast.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.catalog.Catalog;
import holdfast.catalog.SqliteCatalog;
import holdfast.engine.Lease;
import holdfast.testing.Leftovers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
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
      int before = done.get();
      assertThat(Leftovers.await(() -> done.get() > before)).isTrue();

      execute(catalog, "DROP TRIGGER full");

      int stuck = done.get();
      assertThat(Leftovers.await(() -> done.get() > stuck + 1)).isTrue();
    }
  }

  private static void execute(Catalog catalog, String sql) throws SQLException {
    try (Connection connection = catalog.queue().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
