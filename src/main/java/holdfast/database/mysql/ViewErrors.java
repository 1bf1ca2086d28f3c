package holdfast.database.mysql;

import static java.nio.charset.StandardCharsets.UTF_8;

import holdfast.database.mysql.ViewRights.Need;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Views of whose columns the server does not tell the user, by name, and why: no tool dumps them.
 */
record ViewErrors(Map<String, SQLException> errors) {
  private static final String VIEWS =
      "SELECT TABLE_NAME FROM information_schema.VIEWS WHERE TABLE_SCHEMA = DATABASE() ORDER BY 1";

  private static final String TEXT =
      "SELECT VIEW_DEFINITION FROM information_schema.VIEWS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ";

  /** Of the database that the session is in. Runs no function that a view calls. */
  static ViewErrors of(MysqlSession session) throws SQLException {
    Map<String, SQLException> errors = new LinkedHashMap<>();
    for (String view : session.texts(VIEWS)) {
      try {
        session.texts("SHOW FIELDS FROM " + Sql.name(view));
      } catch (SQLException e) {
        MysqlFailures.throwIfLost(e);
        errors.put(view, e);
      }
    }
    return new ViewErrors(errors);
  }

  /** What they are made of is gone, or not for their definer. */
  List<String> broken() {
    return where(MysqlFailures::waitsForAnotherView);
  }

  /** Adds the rights that they need for functions that they call; MySQL 8 asks for none. */
  void addMissing(MissingRights missing, MysqlSession session, Grants grants) throws SQLException {
    List<String> calling = where(MysqlFailures::mayNotExecute);
    if (calling.isEmpty()) {
      return;
    }
    String database = session.uri().database();
    List<Need> elsewhere = new ArrayList<>();
    for (String view : calling) {
      byte[] text = session.text(TEXT + Sql.text(view)).getBytes(UTF_8);
      elsewhere.addAll(ViewRights.unmet(text, database, grants));
    }
    elsewhere.removeIf(need -> !need.isFunction());
    boolean isForAll = elsewhere.isEmpty() && grants.has("EXECUTE", database);
    if (isForAll || !grants.has("EXECUTE", database)) {
      missing.add(
          "EXECUTE for the functions that views call (%s)".formatted(DumpHindrances.some(calling)),
          isForAll ? List.of("EXECUTE ON *.*") : grants.giving("EXECUTE", database));
    }
    elsewhere.forEach(need -> need.addTo(missing));
  }

  /** Throws one that is of neither kind. */
  void throwOthers() throws SQLException {
    List<SQLException> others =
        errors.values().stream()
            .filter(e -> !MysqlFailures.waitsForAnotherView(e) && !MysqlFailures.mayNotExecute(e))
            .toList();
    if (!others.isEmpty()) {
      throw others.getFirst();
    }
  }

  private List<String> where(Predicate<SQLException> holds) {
    return errors.entrySet().stream()
        .filter(view -> holds.test(view.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }
}
