package holdfast.database.mysql;

import static java.nio.charset.StandardCharsets.UTF_8;

import holdfast.database.mysql.Tokens.Token;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Letters of four bytes, like emoji, in the members of ENUM and SET columns and in defaults:
 * servers show each as a question mark, so that a dump has lost them. A question mark that is one
 * is told from them by values that the server makes itself.
 */
final class HiddenLetters {
  private static final String SUSPECTS =
      """
      SELECT c.TABLE_NAME, c.COLUMN_NAME, c.DATA_TYPE,
        IF(c.DATA_TYPE IN ('enum', 'set'), c.COLUMN_TYPE, '') AS members,
        c.COLUMN_DEFAULT LIKE '%?%' AND c.EXTRA NOT LIKE '%DEFAULT_GENERATED%'
          AND (@@version NOT LIKE '%MariaDB%' OR c.COLUMN_DEFAULT LIKE '''%') AS hasDefault
      FROM information_schema.COLUMNS c
        JOIN information_schema.TABLES t USING (TABLE_SCHEMA, TABLE_NAME)
      WHERE c.TABLE_SCHEMA = DATABASE() AND t.TABLE_TYPE <> 'VIEW'
        AND c.CHARACTER_SET_NAME IN ('utf8mb4', 'utf16', 'utf16le', 'utf32', 'gb18030')
      HAVING members LIKE '%?%' OR hasDefault
      ORDER BY 1, 2
      """;

  /** A letter of four bytes becomes a question mark in the smaller character set. */
  private static final String IS_HIDDEN =
      "LENGTH(CONVERT(%1$s USING utf8mb4)) <> LENGTH(CONVERT(%1$s USING utf8mb3))";

  private enum Verdict {
    PLAIN,
    UNKNOWN,
    HIDDEN;

    Verdict worse(Verdict other) {
      return compareTo(other) > 0 ? this : other;
    }
  }

  private record Column(
      String table, String name, boolean isSet, String members, boolean hasDefault) {
    String title() {
      return table + "." + name;
    }
  }

  private final MysqlSession session;
  private final boolean isMariaDb;

  private HiddenLetters(MysqlSession session) throws SQLException, FailureException {
    this.session = session;
    this.isMariaDb = MysqlServer.of(session).isMariaDb();
  }

  /**
   * Requires that no column has such letters, as far as rows or the server tell.
   *
   * @throws FailureException {@code DATABASE_UNSUPPORTED}
   */
  static void refuse(MysqlSession session) throws SQLException, FailureException {
    List<String> hidden = new HiddenLetters(session).columns(Verdict.HIDDEN);
    if (!hidden.isEmpty()) {
      throw new FailureException(
          FailureCode.DATABASE_UNSUPPORTED,
          "%s has columns with letters of four bytes, like emoji, in members of ENUM or SET or in defaults, which could not be restored: %s"
              .formatted(session.uri().where(), DumpHindrances.some(hidden)),
          "The server shows a question mark for each (SHOW CREATE TABLE), so that no dump has"
              + " them: use other members and defaults, or keep the values in a table of their own.");
    }
  }

  /** Of columns that may have them, which nothing shows. */
  static Optional<String> warning(MysqlSession session) throws SQLException, FailureException {
    List<String> unknown = new HiddenLetters(session).columns(Verdict.UNKNOWN);
    return unknown.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Backups have question marks in members of ENUM or SET or in defaults of these columns"
                + " where they have letters of four bytes, like emoji, which no row shows so far: "
                + DumpHindrances.some(unknown)
                + ".");
  }

  private List<String> columns(Verdict verdict) throws SQLException {
    List<Column> suspects =
        session.rows(
            row ->
                new Column(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3).equals("set"),
                    row.getString(4),
                    row.getBoolean(5)),
            SUSPECTS);
    List<String> found = new ArrayList<>();
    for (Column column : suspects) {
      if (of(column) == verdict) {
        found.add(column.title());
      }
    }
    return found;
  }

  private Verdict of(Column column) throws SQLException {
    Verdict members = column.members().contains("?") ? ofMembers(column) : Verdict.PLAIN;
    return column.hasDefault() ? members.worse(ofDefault(column)) : members;
  }

  private Verdict ofMembers(Column column) throws SQLException {
    String table = Sql.name(column.table());
    String name = Sql.name(column.name());
    if (isMariaDb) {
      return session.truth(isAmongMembers(table, name, column.isSet()))
          ? Verdict.HIDDEN
          : Verdict.PLAIN;
    }
    if (has(table, IS_HIDDEN.formatted(name))) {
      return Verdict.HIDDEN;
    }
    long number = 1;
    byte[] members = column.members().getBytes(UTF_8);
    for (Token member : Tokens.of(members, members.length, Integer.MAX_VALUE)) {
      if (member.kind() == Tokens.Kind.TEXT) {
        String text = new String(members, member.start(), member.end() - member.start(), UTF_8);
        String isUsed = column.isSet() ? "%s & %s > 0" : "%s + 0 = %s";
        if (text.contains("?")
            && !has(table, isUsed.formatted(name, Long.toUnsignedString(number)))) {
          return Verdict.UNKNOWN;
        }
        number = column.isSet() ? number << 1 : number + 1;
      }
    }
    return Verdict.PLAIN;
  }

  /** What MariaDB makes of each number that a column may hold, without a row. */
  private static String isAmongMembers(String table, String name, boolean isSet) {
    return """
    BEGIN NOT ATOMIC
      DECLARE member TYPE OF %1$s.%2$s;
      DECLARE number bigint unsigned DEFAULT 0;
      DECLARE hidden int DEFAULT FALSE;
      REPEAT
        SET number = IF(%3$s, 18446744073709551615, number + 1);
        SET member = number;
        SET hidden = hidden OR %4$s;
      UNTIL %3$s OR hidden OR member + 0 <> number END REPEAT;
      SELECT hidden;
    END
    """
        .formatted(table, name, isSet, IS_HIDDEN.formatted("member"));
  }

  private boolean has(String table, String condition) throws SQLException {
    return session.truth("SELECT EXISTS (SELECT 1 FROM %s WHERE %s)".formatted(table, condition));
  }

  /** Which only a row shows. */
  private Verdict ofDefault(Column column) throws SQLException {
    String value = "DEFAULT(" + Sql.name(column.name()) + ")";
    List<String> isHidden =
        session.texts(
            "SELECT %s FROM %s LIMIT 1"
                .formatted(IS_HIDDEN.formatted(value), Sql.name(column.table())));
    if (isHidden.isEmpty()) {
      return Verdict.UNKNOWN;
    }
    return "1".equals(isHidden.getFirst()) ? Verdict.HIDDEN : Verdict.PLAIN;
  }
}
