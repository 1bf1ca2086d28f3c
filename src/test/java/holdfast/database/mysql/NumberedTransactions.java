package holdfast.database.mysql;

import holdfast.testing.MariaDbServer;
import java.util.List;

/** While it is open, a MySQL server numbers its transactions, or does not. */
final class NumberedTransactions implements AutoCloseable {
  /** A server goes from one to the next alone. */
  private static final List<String> MODES = List.of("OFF", "OFF_PERMISSIVE", "ON_PERMISSIVE", "ON");

  private static final String MODE = "SELECT @@GLOBAL.gtid_mode";

  private final MariaDbServer server;
  private final boolean wereNumbered;

  private NumberedTransactions(MariaDbServer server) {
    this.server = server;
    this.wereNumbered = server.query("", MODE).equals(List.of("ON"));
  }

  static NumberedTransactions of(MariaDbServer server, boolean areNumbered) {
    NumberedTransactions transactions = new NumberedTransactions(server);
    transactions.set(areNumbered);
    return transactions;
  }

  private void set(boolean areNumbered) {
    if (areNumbered) {
      server.execute("", "SET GLOBAL enforce_gtid_consistency = ON");
    }
    int end = areNumbered ? MODES.size() - 1 : 0;
    int at = MODES.indexOf(server.query("", MODE).getFirst());
    while (at != end) {
      at += Integer.signum(end - at);
      server.execute("", "SET GLOBAL gtid_mode = " + MODES.get(at));
    }
    if (!areNumbered) {
      server.execute("", "SET GLOBAL enforce_gtid_consistency = OFF");
    }
  }

  @Override
  public void close() {
    set(wereNumbered);
  }
}
