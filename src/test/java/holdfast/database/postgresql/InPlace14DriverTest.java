package holdfast.database.postgresql;

/** Before version 15 the schema public is not the owner's of the database. */
class InPlace14DriverTest extends InPlaceDriverTest {

  @Override
  int major() {
    return 14;
  }
}
