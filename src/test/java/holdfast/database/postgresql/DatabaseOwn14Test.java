package holdfast.database.postgresql;

class DatabaseOwn14Test extends DatabaseOwnTest {

  @Override
  int major() {
    return 14;
  }
}
