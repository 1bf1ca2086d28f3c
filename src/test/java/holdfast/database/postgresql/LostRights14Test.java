package holdfast.database.postgresql;

/** Before version 15 the schema public is not the owner's of the database. */
class LostRights14Test extends LostRightsTest {

  @Override
  int major() {
    return 14;
  }
}
