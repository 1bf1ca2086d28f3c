package holdfast.database.postgresql;

class MadeRoles14Test extends MadeRolesTest {

  @Override
  int major() {
    return 14;
  }
}
