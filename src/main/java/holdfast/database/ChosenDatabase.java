package holdfast.database;

import holdfast.model.ConnectionUri;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.util.Optional;

/**
 * A database of a server that somebody has chosen by its name: what is wrong with it is said of the
 * name, and not of the connection, which is another's.
 */
public final class ChosenDatabase {
  private ChosenDatabase() {}

  /** Reads a connection as a driver does. */
  public interface Reader {
    void read(ConnectionUri connection) throws FailureException;
  }

  /**
   * The connection to it.
   *
   * @param server can be read
   * @param isOfServer whether the server has it for itself
   * @throws FailureException {@code CONNECTION_INVALID} when nobody may choose it
   */
  public static ConnectionUri at(
      ConnectionUri server, String database, boolean isOfServer, Reader reader)
      throws FailureException {
    if (isOfServer) {
      throw refused(database, "it is the server's own, and nobody may replace it");
    }
    if (hasLineBreak(database)) {
      throw refused(display(database), "its name has a line break, and no connection can name it");
    }
    ConnectionUri named = server.withDatabase(database);
    try {
      reader.read(named);
    } catch (FailureException e) {
      throw refused(database, "no database that can be reached has such a name");
    }
    return named;
  }

  /**
   * Why a database that a server lists can be chosen by nobody.
   *
   * @param name as the server knows it
   * @return empty where it can be
   */
  public static Optional<Failure> obstacle(String name) {
    return hasLineBreak(name)
        ? Optional.of(
            new Failure(
                FailureCode.DATABASE_UNSUPPORTED,
                "the database \"%s\" has a line break in its name, and no connection can name it"
                    .formatted(display(name)),
                "Give it another name at the server."))
        : Optional.empty();
  }

  private static boolean hasLineBreak(String name) {
    return name.indexOf('\n') >= 0 || name.indexOf('\r') >= 0;
  }

  /** On one line. */
  private static String display(String name) {
    return name.replace("\n", "\\n").replace("\r", "\\r");
  }

  private static FailureException refused(String database, String why) {
    return new FailureException(
        FailureCode.CONNECTION_INVALID,
        "the database \"%s\" cannot be chosen: %s".formatted(database, why),
        "Choose another one: \"discover addons\" lists those of the server.");
  }
}
