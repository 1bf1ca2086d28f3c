package holdfast.database.postgresql;

import holdfast.testing.PostgresServer;
import org.junit.jupiter.api.Tag;

@Tag("long")
class InPlaceFullDiskTest extends FullDiskRestoreTest {

  @Override
  String owner() {
    return PostgresServer.TENANT;
  }
}
