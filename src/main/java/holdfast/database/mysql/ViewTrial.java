package holdfast.database.mysql;

import holdfast.database.mysql.ViewRights.Need;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The views that the user of a session could not make again, should a restore have to be undone.
 *
 * @param needs the rights that some of them lack
 * @param others the rest, each with what the server says
 */
record ViewTrial(Set<Need> needs, List<String> others) {
  static final ViewTrial NONE = new ViewTrial(Set.of(), List.of());

  /** Tries those of the session's database, but for those that are known not to work. */
  static ViewTrial of(MysqlSession session, ViewErrors errors, Grants grants) throws SQLException {
    String database = session.uri().database();
    Set<Need> needs = new LinkedHashSet<>();
    List<String> others = new ArrayList<>();
    for (Definition view : Definitions.views(session, database)) {
      if (!errors.errors().containsKey(view.name())) {
        try {
          view.prepare(session);
        } catch (SQLException e) {
          MysqlFailures.throwIfLost(e);
          List<Need> lacking = ViewRights.lacking(e, view.create(), database, grants);
          needs.addAll(lacking);
          // Whoever makes its own functions again may run them.
          if (lacking.isEmpty() && !MysqlFailures.mayNotExecute(e)) {
            others.add("%s (%s)".formatted(view.name(), MysqlFailures.words(e, session.uri())));
          }
        }
      }
    }
    return new ViewTrial(needs, others);
  }
}
