package holdfast.database.postgresql;

import holdfast.testing.UnpackedServers;
import org.junit.jupiter.api.Tag;

@Tag(UnpackedServers.TAG)
class OtherExtensionDataTest extends ExtensionDataTest {

  @Override
  int major() {
    return 17;
  }

  @Override
  PostgresqlDriver driver() {
    return UnpackedTools.driver(17);
  }
}
