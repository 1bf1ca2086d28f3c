package holdfast.database.mysql;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All rights that a user lacks for something, with the statements that give them. */
final class MissingRights {
  private final MysqlSession session;
  private final Map<String, List<String>> lacks = new LinkedHashMap<>();

  MissingRights(MysqlSession session) {
    this.session = session;
  }

  /**
   * Adds one, unless it is there.
   *
   * @param lack what follows "it lacks"
   * @param grant what stands between GRANT and TO
   */
  void add(String lack, String grant) {
    add(lack, List.of(grant));
  }

  /** Adds one that several statements give together. */
  void add(String lack, List<String> statements) {
    lacks.put(lack, statements);
  }

  /**
   * Requires that none is missing.
   *
   * @param undone what the user may not do without them
   * @throws FailureException {@code DATABASE_RIGHTS}, with all that are missing
   */
  void refuse(String undone) throws FailureException, SQLException {
    if (lacks.isEmpty()) {
      return;
    }
    String account = Account.of(session);
    List<String> statements =
        lacks.values().stream()
            .flatMap(List::stream)
            .map(grant -> "GRANT %s TO %s;".formatted(grant, account))
            .toList();
    throw new FailureException(
        FailureCode.DATABASE_RIGHTS,
        "the user %s may not %s: it lacks %s"
            .formatted(session.uri().user(), undone, String.join(", and ", lacks.keySet())),
        "Grant it: " + String.join(" ", statements));
  }
}
