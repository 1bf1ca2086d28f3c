package holdfast.database.postgresql;

import org.junit.jupiter.api.Tag;

@Tag("long")
class MadeRoles14Test extends MadeRolesTest {

  @Override
  int major() {
    return 14;
  }
}
