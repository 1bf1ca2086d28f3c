package holdfast.database.postgresql;

import holdfast.database.DatabaseDriver;
import holdfast.database.RestorationContract;
import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import holdfast.testing.SampleDatabase;
import org.junit.jupiter.api.AfterEach;

/**
 * Restores of a role that may create no databases, and before version 15 does not own the schema
 * public.
 */
class InPlaceDriverTest extends RestorationContract {

  /** Of the server. */
  int major() {
    return 14;
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
  protected boolean locksTarget() {
    return true;
  }

  @Override
  @AfterEach
  protected void dropDatabases() {
    PostgresServers.dropDatabases();
  }
}
