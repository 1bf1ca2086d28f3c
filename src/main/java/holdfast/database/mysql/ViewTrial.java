package holdfast.database.mysql;

import holdfast.database.mysql.ViewRights.Need;
import java.sql.SQLException;
import java.time.Duration;
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

  /**
   * Tries those of the session's database, but for those that are known not to work.
   *
   * @throws SQLException also where somebody's transaction keeps the server from telling
   */
  static ViewTrial of(MysqlSession session, ViewErrors errors, Grants grants, Duration patience)
      throws SQLException {
    String database = session.uri().database();
    Set<Need> needs = new LinkedHashSet<>();
    List<String> others = new ArrayList<>();
    session.execute("SET SESSION lock_wait_timeout = " + patience.toSeconds());
    try {
      for (Definition view : Definitions.views(session, database, Set.copyOf(errors.broken()))) {
        try {
          view.prepare(session);
        } catch (SQLException e) {
          MysqlFailures.throwIfUntold(e);
          List<Need> lacking =
              ViewRights.mayBeLacking(e)
                  ? ViewRights.unmet(view.create(), database, grants)
                  : List.of();
          needs.addAll(lacking);
          // Whoever makes its own functions again may run them.
          if (lacking.isEmpty()
              && !MysqlFailures.mayNotExecute(e)
              && !MysqlFailures.hasTooManyPrepared(e)) {
            others.add("%s (%s)".formatted(view.name(), MysqlFailures.words(e, session.uri())));
          }
        }
      }
    } finally {
      session.resetSettings();
    }
    return new ViewTrial(needs, others);
  }
}
