package holdfast.database.postgresql;

import holdfast.database.DatabaseDriver;
import holdfast.testing.UnpackedServers;
import org.junit.jupiter.api.Tag;

@Tag(UnpackedServers.FURTHER_TAG)
class InPlace17DriverTest extends InPlaceDriverTest {

  @Override
  int major() {
    return 17;
  }

  @Override
  protected DatabaseDriver driver() {
    return UnpackedTools.driver(17);
  }
}
