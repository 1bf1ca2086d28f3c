package holdfast.database.postgresql;

/** The same where the restoring role may create no databases, and restores in place. */
class InPlaceMadeRolesTest extends MadeRolesTest {

  @Override
  String attributes() {
    return "CREATEROLE";
  }
}
