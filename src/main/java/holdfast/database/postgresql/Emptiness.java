package holdfast.database.postgresql;

import java.sql.SQLException;

/**
 * Whether people have made anything in a database. Which kinds of objects there are, the server's
 * catalogs say themselves, so that none is forgotten and those of later versions are looked at,
 * too. No rights on the objects are needed.
 */
final class Emptiness {
  /**
   * One query over all catalogs of a database. Extensions are what new databases may come with, and
   * values of an enum are the only objects that do not say what they belong to. A catalog that this
   * role may not read, that of user mappings, is known by what its objects depend on. Large objects
   * have the numbers that people want; all else below 16384 is the server's own.
   */
  private static final String QUERY =
      """
      SELECT 'SELECT NOT EXISTS (SELECT FROM (' || string_agg(
          CASE WHEN has_column_privilege(c.oid, 'oid', 'SELECT')
            THEN format('SELECT %s::oid AS class, oid AS id, %s AS schema FROM %I',
              c.oid, coalesce(quote_ident(s.attname), CASE c.relname WHEN 'pg_namespace' THEN 'oid' ELSE '0::oid' END), c.relname)
            ELSE format('SELECT classid, objid, 0::oid FROM pg_depend WHERE classid = %s', c.oid) END,
          ' UNION ALL ') || ?
      FROM pg_class c
        JOIN pg_attribute i ON i.attrelid = c.oid AND i.attname = 'oid'
        LEFT JOIN pg_attribute s ON s.attrelid = c.oid AND s.attname LIKE '%namespace' AND s.atttypid = 'oid'::regtype
      WHERE c.relnamespace = 'pg_catalog'::regnamespace AND c.relkind = 'r' AND NOT c.relisshared
        AND c.oid < 16384 AND c.relname NOT IN ('pg_extension', 'pg_enum')
      """;

  /**
   * Members of extensions do not count, nor what belongs to another object, which counts itself or
   * is such a member: types of rows and arrays, indexes, triggers and the like. Default privileges
   * in a schema are bound to it in the same way, and belong to nobody.
   */
  private static final String COUNTS =
      """
      ) o LEFT JOIN pg_namespace n ON n.oid = o.schema
      WHERE (o.id >= 16384 OR o.class = 'pg_largeobject_metadata'::regclass)
        AND (n.oid IS NULL OR left(n.nspname, 3) <> 'pg_' AND n.nspname <> 'information_schema')
        AND NOT (o.class = 'pg_namespace'::regclass AND n.nspname = 'public')
        AND NOT EXISTS (
          SELECT FROM pg_depend d
          WHERE d.classid = o.class AND d.objid = o.id AND d.objsubid = 0
            AND (d.deptype IN ('e', 'i', 'P', 'S')
              OR d.deptype = 'a' AND d.refclassid <> 'pg_namespace'::regclass)))
      """;

  private Emptiness() {}

  /** Whether nothing is in the session's database that a restore would replace. */
  static boolean of(PgSession session) throws SQLException {
    return session.truth(session.text(QUERY, COUNTS));
  }
}
