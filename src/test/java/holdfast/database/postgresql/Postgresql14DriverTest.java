package holdfast.database.postgresql;

import holdfast.testing.PostgresServers;
import holdfast.testing.SampleDatabase;

/** A server older than the client tools. */
class Postgresql14DriverTest extends PostgresqlDriverTest {

  @Override
  protected SampleDatabase newDatabase() {
    return PostgresServers.shared(14).createDatabase();
  }
}
