package holdfast.database.postgresql;

import holdfast.database.DatabaseDriver;
import holdfast.database.RestorationContract;
import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import holdfast.testing.SampleDatabase;
import org.junit.jupiter.api.AfterEach;

/** Restores of a role that may create no databases. */
class InPlaceDriverTest extends RestorationContract {

  /** Of the server. */
  int major() {
    return 15;
  }

  @Override
  protected DatabaseDriver driver() {
    return new PostgresqlDriver();
  }

  @Override
  protected SampleDatabase newDatabase() {
    return PostgresServers.shared(major()).createDatabase(PostgresServer.TENANT);
  }

  @Override
  @AfterEach
  protected void dropDatabases() {
    PostgresServers.dropDatabases();
  }
}
