package holdfast.database.postgresql;

import java.util.Set;

/**
 * Why a restore is in place, for people.
 *
 * @param because as in {@code without CREATEDB}
 * @param otherwise what makes it another way, as in {@code run ...: ALTER ROLE anna CREATEDB}
 * @param isSaid whether the log tells it
 */
record InPlaceReason(String because, String otherwise, boolean isSaid) {

  static InPlaceReason noDatabases(PgUri uri) {
    return new InPlaceReason(
        "without CREATEDB",
        "run as a superuser, then restore again: ALTER ROLE " + Sql.name(uri.user()) + " CREATEDB",
        false);
  }

  /** Of extensions that the target has, and that the login could make in no other database. */
  static InPlaceReason extensions(Set<String> names) {
    return new InPlaceReason(
        "since only a superuser may create the extensions " + String.join(", ", names),
        "restore as a superuser",
        true);
  }
}
