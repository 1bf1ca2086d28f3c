package holdfast.database.mysql;

import holdfast.database.mysql.RowColumns.Column;
import holdfast.database.mysql.RowColumns.Rows;
import holdfast.model.FailureException;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What a server warns of when it takes rows, and whether it has altered a value: it does so without
 * an error where its sql_mode is not strict, and strict it would not take what old tables hold. For
 * one thread.
 */
final class LoadWarnings {
  /** Null for what takes none, out of range, cut off, of letters that the column has not. */
  private static final Set<Integer> LOSSES = Set.of(1048, 1263, 1264, 1265, 1366, 1406, 1977, 3854);

  private static final Set<Integer> MAYBE_KEPT = Set.of(1264, 1265);

  /** Of expressions alone, whose column they do not tell. */
  private static final Set<Integer> OF_EXPRESSIONS = Set.of(1977, 3854);

  private static final Pattern PLACE =
      Pattern.compile("column (?:'(.+)'|`.*`\\.`.*`\\.`(.+)`) at row (\\d+)$");

  private record Warning(int code, String message) {}

  private final MysqlSession session;
  private final RowColumns columns;

  LoadWarnings(MysqlSession session, RowColumns columns) throws SQLException {
    this.session = session;
    this.columns = columns;
    session.execute("SET SESSION lc_messages = 'en_US'"); // Else in the words that it is set to.
    // Else it keeps 64 of them, or 1024.
    session.setIfPossible("max_error_count = 65535");
  }

  /**
   * What the server said if it has altered a value of the rows that it was just given.
   *
   * @param table the bytes of its name as Latin-1
   */
  Optional<String> loss(String table, byte[] statement, int length)
      throws SQLException, FailureException {
    int warned = session.warnings();
    if (warned == 0) {
      return Optional.empty();
    }
    List<Warning> told =
        session.rows(row -> new Warning(row.getInt(2), row.getString(3)), "SHOW WARNINGS");
    Optional<String> loss = loss(told, table, statement, length);
    if (loss.isEmpty() && told.size() < warned) {
      throw LoadFailures.untold(warned, told.size(), Account.of(session));
    }
    return loss;
  }

  private Optional<String> loss(List<Warning> told, String table, byte[] statement, int length)
      throws SQLException {
    List<Warning> losses = told.stream().filter(it -> LOSSES.contains(it.code())).toList();
    if (losses.isEmpty()) {
      return Optional.empty();
    }
    Rows rows = columns.of(table, statement, length);
    boolean hasGenerated = columns.of(table).stream().anyMatch(Column::isGenerated);
    Map<String, BitSet> kept = new HashMap<>();
    KeptRows keptOf = name -> kept.computeIfAbsent(name, it -> keptOf(it, rows, statement, length));
    return losses.stream()
        .filter(warning -> !isMade(rows, warning, hasGenerated) && !isKept(warning, keptOf))
        .map(Warning::message)
        .findFirst();
  }

  private interface KeptRows {
    BitSet of(String column);
  }

  /** What the source made of an expression, too. */
  private static boolean isMade(Rows rows, Warning warning, boolean hasGenerated) {
    return (hasGenerated && OF_EXPRESSIONS.contains(warning.code()))
        || rows.named().stream()
            .anyMatch(column -> column.isGenerated() && isPlace(warning, column.name()));
  }

  private static boolean isPlace(Warning warning, String column) {
    Matcher place = PLACE.matcher(warning.message());
    return place.find() && column.equalsIgnoreCase(name(place));
  }

  private static String name(Matcher place) {
    return place.group(1) == null ? place.group(2) : place.group(1);
  }

  /** What the column holds again now, as it did at the source. */
  private static boolean isKept(Warning warning, KeptRows kept) {
    Matcher place = PLACE.matcher(warning.message());
    return MAYBE_KEPT.contains(warning.code())
        && place.find()
        && kept.of(name(place)).get(Integer.parseInt(place.group(3)));
  }

  private static BitSet keptOf(String name, Rows rows, byte[] statement, int length) {
    List<Column> named = rows.named();
    return IntStream.range(0, named.size())
        .filter(i -> named.get(i).name().equalsIgnoreCase(name))
        .mapToObj(
            i ->
                new ColumnTexts(statement, length, rows.at())
                    .rowsOf(i, value -> named.get(i).isKept(value.strip())))
        .findFirst()
        .orElseGet(BitSet::new);
  }
}
