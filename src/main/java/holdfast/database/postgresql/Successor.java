package holdfast.database.postgresql;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How to make a database that can take another one's place: the statements are read from the one to
 * be replaced before anything is done.
 *
 * @param name of the new database
 * @param creation makes it empty, of the same kind and owner and with the same rights
 * @param settings give it what else belongs to the database itself and is therefore in no dump;
 *     after the data, for some of them would get in the way of a restore
 */
record Successor(String name, List<String> creation, List<Property> settings) {
  /**
   * Something to be given.
   *
   * @param title for people, without a value, which may be secret
   * @param sql the statement that gives it
   */
  record Property(String title, String sql) {}

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

  /** A role, or nothing for everybody, and {@code name=value}. */
  private static final String PARAMETERS =
      """
      SELECT CASE s.setrole WHEN 0 THEN '' ELSE pg_get_userbyid(s.setrole) END, c.setting
      FROM pg_database d
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
    List<Property> settings = new ArrayList<>();
    settings.addAll(titled("the connection limit", session.texts(CONNECTION_LIMIT, name)));
    settings.addAll(titled("the mark of a template", session.texts(TEMPLATE, name)));
    settings.addAll(titled("the comment", session.texts(COMMENT, name)));
    settings.addAll(titled("the security label", session.texts(LABELS, name)));
    settings.addAll(
        session.rows(row -> setting(name, row.getString(1), row.getString(2)), PARAMETERS));
    return new Successor(name, creation, settings);
  }

  private static List<Property> titled(String title, List<String> statements) {
    return statements.stream().map(sql -> new Property(title, sql)).toList();
  }

  /** All that it says. */
  Stream<String> statements() {
    return Stream.concat(creation.stream(), settings.stream().map(Property::sql));
  }

  void create(PgSession beside) throws SQLException {
    for (String statement : creation) {
      beside.execute(statement);
    }
  }

  /** Finds out whether the settings can be given, and gives none: better now than after hours. */
  void rehearseSettings(PgSession beside) throws FailureException, SQLException {
    beside.execute("BEGIN");
    for (Property setting : settings) {
      try {
        beside.execute(setting.sql());
      } catch (SQLException e) {
        throw cannotGive(setting, beside.uri(), e);
      }
    }
    beside.execute("ROLLBACK");
  }

  void applySettings(PgSession beside) throws SQLException {
    beside.execute("BEGIN");
    for (Property setting : settings) {
      beside.execute(setting.sql());
    }
    beside.execute("COMMIT");
  }

  private static FailureException cannotGive(Property setting, PgUri uri, SQLException e) {
    return new FailureException(
        FailureCode.DATABASE_RIGHTS,
        "the role %s cannot give the restored database %s, which the target has: %s"
            .formatted(uri.user(), setting.title(), PgFailures.ofSetting(e)),
        ("Restore as a superuser, or take the setting from the target before. A parameter can also be"
                + " allowed, from PostgreSQL 15 on: GRANT SET ON PARAMETER ... TO %s.")
            .formatted(Sql.name(uri.user())));
  }

  private static Property setting(String database, String role, String setting) {
    int equals = setting.indexOf('=');
    String parameter = setting.substring(0, equals);
    DatabaseProperty property =
        new DatabaseProperty.Setting(
            role, parameter, SettingList.values(parameter, setting.substring(equals + 1)));
    return new Property(property.title(), property.sql(database));
  }
}
