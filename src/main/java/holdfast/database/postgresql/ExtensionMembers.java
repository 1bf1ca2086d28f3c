package holdfast.database.postgresql;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an archive has for the objects of an extension, which it does not make itself. Whose they
 * are, and in which version, is known only when the extension is there: a superuser's, or the
 * login's own. So it is tried.
 */
final class ExtensionMembers {
  private static final String NAME = "(?:\"(?:[^\"]|\"\")*+\"|[^\"\\s.,()]++)";

  private static final Pattern COPY =
      Pattern.compile(
          "COPY (NAME\\.NAME) (\\(NAME(?:, NAME)*+\\)) FROM stdin;\n".replace("NAME", NAME));

  /** Outside of names, a semicolon ends a statement. */
  private static final Pattern STATEMENT =
      Pattern.compile("\\s*((?:\"(?:[^\"]|\"\")*+\"|[^\";])*+;)\\s*");

  private static final String QUOTE = "$holdfast$";
  private static final String NAME_QUOTE = "$name$";

  /**
   * Rows that come into their table in two steps.
   *
   * @param copy takes them in
   * @param then puts them into their table
   */
  record Aside(String copy, String then) {}

  private ExtensionMembers() {}

  /**
   * Rights, or a sequence's value, statement by statement: what the server does not let the login
   * do, or what is not there, is a warning.
   */
  static String tried(String sql) {
    Matcher statement = STATEMENT.matcher(sql);
    StringBuilder block = new StringBuilder();
    StringBuilder all = new StringBuilder();
    int end = 0;
    while (statement.find() && statement.start() == end) {
      end = statement.end();
      block.append(statement.group(1)).append('\n');
      if (!block.toString().startsWith("SET ROLE ") || statement.group(1).startsWith("RESET ")) {
        all.append(tryBlock(block.toString().replaceFirst("^SELECT ", "PERFORM ")));
        block.setLength(0);
      }
    }
    // No pg_dump writes others.
    return end < sql.length() || !block.isEmpty() || sql.contains(QUOTE)
        ? sql
        : "DO " + QUOTE + " BEGIN\n" + all + "END " + QUOTE + ";\n";
  }

  private static String tryBlock(String statements) {
    return """
        BEGIN
        %s
        EXCEPTION WHEN insufficient_privilege OR invalid_grant_operation OR undefined_function OR undefined_table
          OR undefined_column OR undefined_object OR invalid_schema_name THEN
          RAISE WARNING '%%', SQLERRM;
        END;
        """
        .formatted(statements);
  }

  /**
   * Rows, of which there may be none: COPY fails for those, too, where the login may not write the
   * table.
   *
   * @param copy the archive's statement; nothing is answered for one that no pg_dump writes
   */
  static Optional<Aside> aside(String copy) {
    Matcher parts = COPY.matcher(copy);
    if (!parts.matches() || copy.contains(QUOTE) || copy.contains(NAME_QUOTE)) {
      return Optional.empty();
    }
    String columns = parts.group(2);
    return Optional.of(new Aside(copying(columns), inserting(parts.group(1), columns)));
  }

  /** A row is kept as texts, whatever its columns are. */
  private static String copying(String columns) {
    return """
        CREATE TEMPORARY TABLE holdfast_rows %s;
        COPY pg_temp.holdfast_rows %s FROM stdin;
        """
        .formatted(columns.replaceAll(NAME, "$0 text"), columns);
  }

  /** Each text is read as a value of its column's type, as COPY does it. */
  private static String inserting(String table, String columns) {
    return """
        DO $holdfast$ BEGIN
          IF EXISTS (SELECT FROM pg_temp.holdfast_rows) THEN
            EXECUTE (
              SELECT format('INSERT INTO %%s OVERRIDING SYSTEM VALUE SELECT %%s FROM pg_temp.holdfast_rows',
                $name$%1$s %2$s$name$,
                string_agg(format('%%I::%%s', r.attname, coalesce(format_type(a.atttypid, -1), 'text')), ', ' ORDER BY r.attnum))
              FROM pg_catalog.pg_attribute r LEFT JOIN pg_catalog.pg_attribute a
                ON a.attrelid = $name$%1$s$name$::regclass AND a.attname = r.attname AND NOT a.attisdropped
              WHERE r.attrelid = 'pg_temp.holdfast_rows'::regclass AND r.attnum > 0);
          END IF;
          DROP TABLE pg_temp.holdfast_rows;
        EXCEPTION WHEN insufficient_privilege THEN
          RAISE insufficient_privilege USING MESSAGE = 'restore as a superuser: rows in a table of an extension: ' || SQLERRM;
        END $holdfast$;
        """
        .formatted(table, columns);
  }
}
