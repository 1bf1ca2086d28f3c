package holdfast.database.postgresql;

import holdfast.database.postgresql.DatabaseProperty.Setting;
import holdfast.model.RunLog;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Settings under which pg_restore's session works, as those of the database that was backed up:
 * money is read by them, and materialized views are filled by them. As settings of the database
 * they come too late, with those that would get in the way of a restore.
 *
 * @param settings in the order in which they are made
 */
record SessionSettings(List<Setting> settings) {
  private static final String DATE_STYLE = "datestyle";

  /** How values are read and written; and whatever has a point in its name: an application's. */
  private static final Set<String> MEANT =
      Set.of(
          "bytea_output",
          DATE_STYLE,
          "default_text_search_config",
          "extra_float_digits",
          "intervalstyle",
          "lc_monetary",
          "lc_numeric",
          "lc_time",
          "timezone",
          "timezone_abbreviations",
          "xmlbinary");

  /** What a restore takes for granted, and a database or a role may have set otherwise. */
  private static final List<Setting> GRANTED =
      List.of(
          new Setting("", "array_nulls", List.of("on")),
          new Setting("", "default_transaction_read_only", List.of("off")),
          new Setting("", "transform_null_equals", List.of("off")));

  SessionSettings {
    settings = List.copyOf(settings);
  }

  /** Those of the archive that the session may make. */
  static SessionSettings of(PgSession session, DatabaseOwn own, RunLog log) throws SQLException {
    List<Setting> possible = new ArrayList<>(GRANTED);
    session.execute("BEGIN");
    loadPlpgsql(session);
    for (DatabaseProperty property : own.properties()) {
      if (property instanceof Setting setting
          && isMeant(setting)
          && isPossible(setting, session, log)) {
        possible.add(setting);
      }
    }
    session.execute("ROLLBACK");
    return new SessionSettings(possible);
  }

  /** Which tells whose its settings are, and is loaded in the session that restores anyway. */
  private static void loadPlpgsql(PgSession session) throws SQLException {
    session.execute("SAVEPOINT setting");
    try {
      session.execute("DO LANGUAGE plpgsql 'BEGIN END'");
    } catch (SQLException e) {
      session.execute("ROLLBACK TO SAVEPOINT setting"); // It is dropped, or not for everybody.
    }
  }

  private static boolean isPossible(Setting setting, PgSession session, RunLog log)
      throws SQLException {
    session.execute("SAVEPOINT setting");
    try {
      if (setting.parameter().equalsIgnoreCase(DATE_STYLE)) {
        // The JDBC driver ends a session that has another one than its own.
        session.execute(setting.sql(session.uri().database()));
      } else {
        session.texts(statement(setting));
      }
      return true;
    } catch (SQLException e) {
      session.execute("ROLLBACK TO SAVEPOINT setting"); // Fails when the server is away.
      log.line(
          "holdfast",
          "restored without %s of the backup, on which money and materialized views may depend (REFRESH MATERIALIZED VIEW fills a view anew): %s"
              .formatted(setting.title(), PgFailures.ofSetting(e)));
      return false;
    }
  }

  private static boolean isMeant(Setting setting) {
    return setting.role().isEmpty()
        && setting.values().size() == 1
        && (MEANT.contains(setting.parameter().toLowerCase(Locale.ROOT))
            || setting.parameter().contains("."));
  }

  /** The statements that make them, whatever the archive says of its encoding. */
  String sql() {
    StringBuilder sql = new StringBuilder();
    for (Setting setting : settings) {
      sql.append(statement(setting)).append(";\n");
    }
    return sql.toString();
  }

  private static String statement(Setting setting) {
    return "SELECT pg_catalog.set_config(%s, %s, false)"
        .formatted(text(setting.parameter()), text(setting.values().getFirst()));
  }

  private static String text(String text) {
    String hex = HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    return "pg_catalog.convert_from(pg_catalog.decode('" + hex + "', 'hex'), 'UTF8')";
  }
}
