package holdfast.database.mysql;

import java.sql.SQLException;
import java.util.List;

/** What whoever makes a view has to have of other databases. */
final class ViewRights {
  private ViewRights() {}

  /** Rights on something of another database. */
  record Need(List<String> rights, String schema, String name, boolean isFunction) {
    static Need of(ViewReference reference) {
      return new Need(
          switch (reference.kind()) {
            case TABLE, COLUMN -> List.of("SELECT");
            case SEQUENCE -> List.of("SELECT", "INSERT");
            case FUNCTION -> List.of("EXECUTE");
          },
          reference.schema(),
          reference.name(),
          reference.kind() == ViewReference.Kind.FUNCTION);
    }

    boolean isMet(Grants grants) {
      return rights.stream()
          .allMatch(
              right ->
                  isFunction ? grants.has(right, schema) : grants.hasOnTable(right, schema, name));
    }

    void addTo(MissingRights missing) {
      String all = String.join(", ", rights);
      missing.add(
          "%s for %s.%s, which views read or call".formatted(all, schema, name),
          "%s ON %s%s".formatted(all, isFunction ? "FUNCTION " : "", Sql.name(schema, name)));
    }
  }

  /** Whether a server may have refused a view for the lack of some, which it may not tell. */
  static boolean mayBeLacking(SQLException e) {
    return MysqlFailures.isForbidden(e)
        || MysqlFailures.mayNotExecute(e)
        || MysqlFailures.waitsForAnotherView(e);
  }

  /** Those not met, by the text of a view of one database. All may read information_schema. */
  static List<Need> unmet(byte[] view, String own, Grants grants) {
    return ViewReference.of(view, view.length).stream()
        .filter(reference -> !reference.schema().equals(own))
        .filter(reference -> !reference.schema().equalsIgnoreCase("information_schema"))
        .map(Need::of)
        .distinct()
        .filter(need -> !need.isMet(grants))
        .toList();
  }
}
