package holdfast.database.postgresql;

import holdfast.testing.PostgresServer;
import org.junit.jupiter.api.Tag;

@Tag("long")
class InPlaceLostServerTest extends LostServerRestoreTest {

  @Override
  String owner() {
    return PostgresServer.TENANT;
  }
}
