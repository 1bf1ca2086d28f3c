package holdfast.database.mysql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes views that may be of each other. */
final class Views {
  private Views() {}

  /** Makes those that can be made, again and again, until none is left. */
  static void make(MysqlSession session, List<Definition> views) throws SQLException {
    List<Definition> waiting = views;
    while (!waiting.isEmpty()) {
      List<Definition> failed = new ArrayList<>();
      @Nullable SQLException last = null;
      for (Definition view : waiting) {
        try {
          view.make(session);
        } catch (SQLException e) {
          if (MysqlFailures.isConnectionLost(e)) {
            throw e;
          }
          failed.add(view);
          last = e;
        }
      }
      if (last != null && failed.size() == waiting.size()) {
        throw last;
      }
      waiting = failed;
    }
  }
}
