package holdfast.testing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads everything of a database that a backup must bring back, by plain SQL and independent of the
 * driver: two databases are equal when these are.
 */
public final class PostgresContents {
  /** Stands for OF_USERS in the statements; the marks of restores are no contents. */
  private static final String OF_USERS =
      "n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'"
          + " AND n.nspname !~ '^holdfast_[0-9a-f]{8}_'";

  private static final String TABLES =
      """
      SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'm', 'v') AND OF_USERS
      """;

  private static final Map<String, String> DEFINITIONS =
      Map.ofEntries(
          Map.entry(
              "relations",
              """
              SELECT concat_ws(' ', c.oid::regclass, c.relkind, pg_get_userbyid(c.relowner), c.relacl,
                c.relrowsecurity, c.reloptions, obj_description(c.oid, 'pg_class'))
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
              WHERE c.relkind NOT IN ('t') AND OF_USERS
              """),
          Map.entry(
              "columns",
              """
              SELECT concat_ws(' ', a.attrelid::regclass, a.attname, format_type(a.atttypid, a.atttypmod),
                a.attnotnull, a.attidentity, a.attgenerated, a.attacl, pg_get_expr(d.adbin, d.adrelid))
              FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                JOIN pg_namespace n ON n.oid = c.relnamespace
                LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
              WHERE a.attnum > 0 AND NOT a.attisdropped AND OF_USERS
              """),
          Map.entry(
              "constraints",
              """
              SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(c.oid))
              FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace WHERE OF_USERS
              """),
          Map.entry(
              "indexes",
              "SELECT indexdef FROM pg_indexes n JOIN pg_namespace s ON s.nspname = n.schemaname WHERE n.schemaname NOT LIKE 'pg\\_%'"),
          Map.entry(
              "views",
              """
              SELECT c.oid::regclass || pg_get_viewdef(c.oid)
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
              WHERE c.relkind IN ('v', 'm') AND OF_USERS
              """),
          Map.entry(
              "functions",
              """
              SELECT pg_get_functiondef(p.oid) || coalesce(p.proacl::text, '')
              FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
              WHERE p.prokind IN ('f', 'p') AND OF_USERS
              """),
          Map.entry(
              "triggers", "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"),
          Map.entry(
              "policies",
              "SELECT concat_ws(' ', tablename, policyname, roles, cmd, qual, with_check) FROM pg_policies"),
          Map.entry("extensions", "SELECT extname FROM pg_extension"),
          Map.entry(
              "schemas",
              "SELECT concat_ws(' ', nspname, obj_description(n.oid)) FROM pg_namespace n WHERE OF_USERS"),
          Map.entry(
              "sequences",
              "SELECT concat_ws(' ', schemaname, sequencename, increment_by, last_value) FROM pg_sequences"),
          Map.entry(
              "enums",
              "SELECT concat_ws(' ', enumtypid::regtype, enumsortorder, enumlabel) FROM pg_enum"),
          Map.entry(
              "large objects",
              "SELECT oid || ' ' || md5(lo_get(oid)) || coalesce(obj_description(oid, 'pg_largeobject'), '') FROM pg_largeobject_metadata"),
          Map.entry(
              "default rights",
              "SELECT concat_ws(' ', defaclrole::regrole, defaclobjtype, defaclacl) FROM pg_default_acl"));

  private PostgresContents() {}

  /** By name of the table or kind of object: all rows, as text, sorted. */
  public static Map<String, List<String>> of(PostgresDatabase database) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      Map<String, List<String>> contents = new TreeMap<>();
      for (String table : sorted(statement, TABLES)) {
        contents.put(table, sorted(statement, "SELECT t::text FROM " + table + " t"));
      }
      for (Map.Entry<String, String> kind : DEFINITIONS.entrySet()) {
        contents.put(kind.getKey(), sorted(statement, kind.getValue()));
      }
      return contents;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> sorted(Statement statement, String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(sql.replace("OF_USERS", OF_USERS))) {
      while (rows.next()) {
        values.add(String.valueOf(rows.getString(1)));
      }
    }
    values.sort(null);
    return values;
  }
}
