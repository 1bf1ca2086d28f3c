package holdfast.scheduler;

import holdfast.catalog.Catalog;
import holdfast.catalog.PostgresCatalog;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServers;
import org.junit.jupiter.api.AfterAll;

class PostgresDueSchedulesTest extends DueSchedulesContract {
  private final PostgresDatabase database =
      PostgresServers.shared(PostgresServers.DEFAULT_MAJOR).createDatabase();

  @AfterAll
  static void dropDatabases() {
    PostgresServers.dropDatabases();
  }

  @Override
  Catalog open() {
    return openAgain();
  }

  @Override
  Catalog openAgain() {
    String url =
        "jdbc:postgresql://127.0.0.1:%d/%s?user=postgres"
            .formatted(database.port(), database.name().replace(" ", "%20"));
    return PostgresCatalog.open(
        PostgresCatalog.Settings.of(url), new Timetable.NoCipher(), (backup, copy) -> "{}");
  }
}
