package holdfast.database.postgresql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * How to make a database that can take another one's place: the statements are read from the one to
 * be replaced before anything is done.
 *
 * @param name of the new database
 * @param creation makes it empty, of the same kind and owner and with the same rights
 * @param settings give it what else belongs to the database itself and is therefore in no dump;
 *     after the data, for some of them would get in the way of a restore
 */
record Successor(String name, List<String> creation, List<String> settings) {
  /** Settings that are kept as a list of quoted names, which must not be quoted once more. */
  private static final Set<String> LISTS =
      Set.of(
          "local_preload_libraries",
          "search_path",
          "session_preload_libraries",
          "shared_preload_libraries",
          "temp_tablespaces",
          "unix_socket_directories");

  // Through JSON, because the columns of pg_database differ from version to version.
  private static final String CREATE =
      """
      SELECT format('CREATE DATABASE %I TEMPLATE template0 OWNER %I ENCODING %L LC_COLLATE %L LC_CTYPE %L',
          ?::text, pg_get_userbyid(d.datdba), pg_encoding_to_char(d.encoding), d.datcollate, d.datctype)
        || CASE to_jsonb(d) ->> 'datlocprovider'
             WHEN 'c' THEN ' LOCALE_PROVIDER libc'
             WHEN 'i' THEN format(' LOCALE_PROVIDER icu ICU_LOCALE %L', l.locale)
             WHEN 'b' THEN format(' LOCALE_PROVIDER builtin BUILTIN_LOCALE %L', l.locale)
             ELSE '' END
        || CASE WHEN to_jsonb(d) ->> 'daticurules' IS NULL THEN ''
             ELSE format(' ICU_RULES %L', to_jsonb(d) ->> 'daticurules') END
        || CASE WHEN d.dattablespace = t.dattablespace THEN ''
             ELSE format(' TABLESPACE %I', s.spcname) END
      FROM pg_database d
        JOIN pg_tablespace s ON s.oid = d.dattablespace
        JOIN pg_database t ON t.datname = 'template0',
        coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale') AS l (locale)
      WHERE d.datname = current_database()
      """;

  private static final String REVOKES =
      """
      SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC, %I', ?::text, pg_get_userbyid(datdba))
      FROM pg_database WHERE datname = current_database() AND datacl IS NOT NULL
      """;

  private static final String GRANTS =
      """
      SELECT format('GRANT %s ON DATABASE %I TO %s', a.privilege_type, ?::text,
          CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END)
        || CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END
      FROM pg_database d, aclexplode(d.datacl) a WHERE d.datname = current_database()
      """;

  private static final String CONNECTION_LIMIT =
      """
      SELECT format('ALTER DATABASE %I CONNECTION LIMIT %s', ?::text, datconnlimit)
      FROM pg_database WHERE datname = current_database() AND datconnlimit >= 0
      """;

  private static final String TEMPLATE =
      """
      SELECT format('ALTER DATABASE %I IS_TEMPLATE true', ?::text)
      FROM pg_database WHERE datname = current_database() AND datistemplate
      """;

  private static final String COMMENT =
      """
      SELECT format('COMMENT ON DATABASE %I IS %L', ?::text, c.comment)
      FROM pg_database d, shobj_description(d.oid, 'pg_database') AS c (comment)
      WHERE d.datname = current_database() AND c.comment IS NOT NULL
      """;

  private static final String LABELS =
      """
      SELECT format('SECURITY LABEL FOR %I ON DATABASE %I IS %L', l.provider, ?::text, l.label)
      FROM pg_database d
        JOIN pg_shseclabel l ON l.objoid = d.oid AND l.classoid = 'pg_database'::regclass
      WHERE d.datname = current_database()
      """;

  /** A statement's beginning, and in the next line {@code name=value}. */
  private static final String PARAMETERS =
      """
      SELECT CASE s.setrole WHEN 0 THEN format('ALTER DATABASE %1$I SET ', n.name)
          ELSE format('ALTER ROLE %2$I IN DATABASE %1$I SET ', n.name, pg_get_userbyid(s.setrole)) END
        || chr(10) || c.setting
      FROM (SELECT ?::text AS name) n, pg_database d
        JOIN pg_db_role_setting s ON s.setdatabase = d.oid,
        unnest(s.setconfig) AS c (setting)
      WHERE d.datname = current_database()
      """;

  Successor {
    creation = List.copyOf(creation);
    settings = List.copyOf(settings);
  }

  /** Reads how to replace the database that the session is in. */
  static Successor of(PgSession session, String name) throws SQLException {
    List<String> creation = new ArrayList<>();
    for (String query : List.of(CREATE, REVOKES, GRANTS)) {
      creation.addAll(session.texts(query, name));
    }
    List<String> settings = new ArrayList<>();
    for (String query : List.of(CONNECTION_LIMIT, TEMPLATE, COMMENT, LABELS)) {
      settings.addAll(session.texts(query, name));
    }
    session.texts(PARAMETERS, name).forEach(parameter -> settings.add(setting(parameter)));
    return new Successor(name, creation, settings);
  }

  private static String setting(String parameter) {
    int line = parameter.indexOf('\n');
    int equals = parameter.indexOf('=', line);
    String name = parameter.substring(line + 1, equals);
    String value = parameter.substring(equals + 1);
    boolean isList = LISTS.contains(name.toLowerCase(Locale.ROOT)) && !value.isEmpty();
    return parameter.substring(0, line)
        + Sql.name(name).replace(".", "\".\"")
        + " TO "
        + (isList ? value : Sql.text(value));
  }
}
