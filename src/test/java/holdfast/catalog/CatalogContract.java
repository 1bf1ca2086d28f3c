package holdfast.catalog;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What every catalog promises, whatever database it lies in. A subclass says where it lies. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class CatalogContract
    implements TransactionsContract,
        QueueContract,
        RacesContract,
        KeptOutContract,
        ProjectsContract,
        AddonsContract,
        DestinationsContract,
        SchedulesContract,
        FiringsContract,
        BackupMovesContract,
        BackupListsContract,
        DeletionContract,
        AttemptsContract,
        WaitingContract,
        ImportsContract,
        RestoresContract,
        RetentionContract,
        RetentionRenewalContract,
        RetentionRacesContract,
        LogsContract,
        AccessContract {
  private static final List<String> TABLES =
      List.of(
          "scheduled_tasks",
          "chore",
          "slot",
          "firing",
          "schedule_destination",
          "schedule",
          "token",
          "role",
          "log_line",
          "restore",
          "attempt",
          "doomed_copy",
          "copy",
          "import_source",
          "backup",
          "destination",
          "addon",
          "project");

  private World world;

  @BeforeAll
  final void open() {
    world = new World(openAgain());
  }

  @AfterAll
  final void close() {
    world.catalog().close();
  }

  @BeforeEach
  final void empty() throws SQLException {
    try (Connection connection = world.catalog().queue().getConnection();
        Statement statement = connection.createStatement()) {
      for (String table : TABLES) {
        statement.execute("DELETE FROM " + table);
      }
    }
  }

  @Override
  public World world() {
    return world;
  }
}
