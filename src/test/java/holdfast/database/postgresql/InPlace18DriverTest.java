package holdfast.database.postgresql;

import holdfast.database.DatabaseDriver;
import holdfast.testing.UnpackedServers;
import org.junit.jupiter.api.Tag;

@Tag(UnpackedServers.FURTHER_TAG)
class InPlace18DriverTest extends InPlaceDriverTest {

  @Override
  int major() {
    return 18;
  }

  @Override
  protected DatabaseDriver driver() {
    return UnpackedTools.driver(18);
  }
}
