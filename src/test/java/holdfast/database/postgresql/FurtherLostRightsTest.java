package holdfast.database.postgresql;

import holdfast.testing.UnpackedServers;
import org.junit.jupiter.api.Tag;

@Tag(UnpackedServers.FURTHER_TAG)
class FurtherLostRightsTest extends LostRightsTest {

  @Override
  int major() {
    return 18;
  }

  @Override
  PostgresqlDriver driver() {
    return UnpackedTools.driver(18);
  }
}
