package holdfast.database.postgresql;

import holdfast.model.FailureException;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The folders that a server's data is nothing without: those that each server has, and one for each
 * database. The server leaves out of a snapshot, and of its own list of files, what is a link to
 * elsewhere; all that it says is a warning. For one thread.
 */
final class ServerFolders {
  private static final List<String> OF_EACH_SERVER =
      List.of("global", "base", "pg_xact", "pg_multixact", "pg_commit_ts", "pg_twophase");

  /** Not of what a {@code DROP} left half-done, which has a limit of -2 connections. */
  private static final String OF_DATABASES =
      "SELECT 'base/' || oid FROM pg_database WHERE datconnlimit <> -2";

  private final PgUri uri;
  private final Set<String> awaited = new HashSet<>(OF_EACH_SERVER);

  private ServerFolders(PgUri uri) {
    this.uri = uri;
  }

  /** Those that there are now. */
  static ServerFolders of(PgSession session) throws SQLException {
    ServerFolders folders = new ServerFolders(session.uri());
    folders.awaited.addAll(session.texts(OF_DATABASES));
    return folders;
  }

  /**
   * A folder is in the snapshot.
   *
   * @param name ends with a slash
   */
  void take(String name) {
    awaited.remove(name.substring(0, name.length() - 1));
  }

  /** What is not there; empty if nothing. A database may have been dropped in the meantime. */
  Optional<String> missing() {
    if (awaited.isEmpty()) {
      return Optional.empty();
    }
    try (PgSession session = PgSession.open(uri, "holdfast")) {
      Set<String> still = new HashSet<>(session.texts(OF_DATABASES));
      still.addAll(OF_EACH_SERVER);
      awaited.retainAll(still);
    } catch (FailureException | SQLException e) {
      return Optional.of("it lacks %s, and the server cannot be asked why".formatted(some()));
    }
    return awaited.isEmpty()
        ? Optional.empty()
        : Optional.of("it lacks %s, which is no folder there".formatted(some()));
  }

  private String some() {
    return PgRights.some(awaited.stream().sorted().toList());
  }
}
