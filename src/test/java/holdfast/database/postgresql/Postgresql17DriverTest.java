package holdfast.database.postgresql;

import holdfast.database.DatabaseDriver;
import holdfast.testing.PostgresServers;
import holdfast.testing.SampleDatabase;
import holdfast.testing.UnpackedServers;
import org.junit.jupiter.api.Tag;

@Tag(UnpackedServers.FURTHER_TAG)
class Postgresql17DriverTest extends PostgresqlDriverTest {

  @Override
  protected DatabaseDriver driver() {
    return UnpackedTools.driver(17);
  }

  @Override
  protected SampleDatabase newDatabase() {
    return PostgresServers.shared(17).createDatabase();
  }
}
