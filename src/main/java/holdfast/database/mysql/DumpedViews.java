package holdfast.database.mysql;

import holdfast.database.mysql.Definition.Context;
import holdfast.database.mysql.ViewRights.Need;
import holdfast.model.FailureException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The views of a dump, made in a fresh schema. For one thread. */
final class DumpedViews {
  private final MysqlSession session;
  private final String schema;
  private final boolean hasSmallNames;

  /** A dump makes views in the order of their names, also where one checks what another lets in. */
  private final List<Definition> waiting = new ArrayList<>();

  /** Told when all views have passed. */
  private final Set<Need> needs = new LinkedHashSet<>();

  DumpedViews(MysqlSession session, String schema) throws SQLException {
    this.session = session;
    this.schema = schema;
    this.hasSmallNames = session.hasSmallNames();
  }

  /**
   * Makes one, or lets it wait for others. One for whose lack of rights there will be no restore
   * does not keep the others from saying what they lack.
   *
   * @param source of which database it is
   */
  void make(byte[] statement, int length, String source) throws SQLException, FailureException {
    // A server with names in small letters writes them so in views, not where its tool was told.
    Predicate<String> isSource = hasSmallNames ? source::equalsIgnoreCase : source::equals;
    byte[] ours = ViewNames.moved(statement, length, isSource, schema);
    try {
      session.execute(ours, ours.length);
    } catch (SQLException e) {
      if (MysqlFailures.waitsForAnotherView(e)) {
        waiting.add(new Definition(Definition.Kind.VIEW, "", context(), ours));
        return;
      }
      noteNeeds(e, ours);
      if (needs.isEmpty()) {
        throw e;
      }
    }
  }

  private Context context() throws SQLException {
    return new Context(
        "",
        session.text("SELECT @@character_set_client"),
        session.text("SELECT @@collation_connection"),
        "",
        "");
  }

  /** Makes those that wait. */
  void finish() throws SQLException, FailureException {
    try {
      Views.make(session, waiting);
    } catch (SQLException e) {
      for (Definition view : waiting) {
        noteNeeds(e, view.create());
      }
      requireNoNeeds();
      throw e;
    }
    requireNoNeeds();
  }

  /** Those of other databases for whose lack the server may have refused a view. */
  private void noteNeeds(SQLException e, byte[] view) throws SQLException, FailureException {
    MysqlFailures.throwIfLost(e);
    if (!needs.isEmpty() || ViewRights.mayBeLacking(e)) {
      needs.addAll(ViewRights.unmet(view, schema, Grants.of(session)));
    }
  }

  private void requireNoNeeds() throws SQLException, FailureException {
    MissingRights missing = new MissingRights(session);
    needs.forEach(need -> need.addTo(missing));
    missing.refuse("make the views of the backup");
  }
}
