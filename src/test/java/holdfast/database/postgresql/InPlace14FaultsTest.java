package holdfast.database.postgresql;

import org.junit.jupiter.api.Tag;

/** Before version 15 the schema public is not the owner's of the database. */
@Tag("long")
class InPlace14FaultsTest extends InPlaceFaultsTest {

  @Override
  int major() {
    return 14;
  }
}
