package holdfast.database.postgresql;

/** Names and texts as SQL writes them. */
final class Sql {
  private Sql() {}

  static String name(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** Holds whatever {@code standard_conforming_strings} is. */
  static String text(String text) {
    String doubled = text.replace("'", "''");
    return text.contains("\\") ? " E'" + doubled.replace("\\", "\\\\") + "'" : "'" + doubled + "'";
  }
}
