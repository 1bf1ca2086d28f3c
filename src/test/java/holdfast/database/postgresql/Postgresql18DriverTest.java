package holdfast.database.postgresql;

import holdfast.database.DatabaseDriver;
import holdfast.testing.PostgresServers;
import holdfast.testing.SampleDatabase;
import holdfast.testing.UnpackedServers;
import org.junit.jupiter.api.Tag;

@Tag(UnpackedServers.FURTHER_TAG)
class Postgresql18DriverTest extends PostgresqlDriverTest {

  @Override
  protected DatabaseDriver driver() {
    return UnpackedTools.driver(18);
  }

  @Override
  protected SampleDatabase newDatabase() {
    return PostgresServers.shared(18).createDatabase();
  }
}
