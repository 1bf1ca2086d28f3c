package holdfast.database.postgresql;

import org.junit.jupiter.api.Tag;

/** Since version 15 the schema public belongs to the owner of the database. */
@Tag("long")
class InPlace15DriverTest extends InPlaceDriverTest {

  @Override
  int major() {
    return 15;
  }
}
