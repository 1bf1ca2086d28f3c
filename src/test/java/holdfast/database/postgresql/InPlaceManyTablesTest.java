package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.database.Restoration;
import holdfast.database.RunContext;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import holdfast.testing.Runs;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One transaction for thousands of tables: what the lock table of a server has to hold. */
@Tag("long")
class InPlaceManyTablesTest {
  /** In pieces, for one transaction has no locks for all. */
  private static final String HUNDRED =
      """
      DO $$ BEGIN
        FOR i IN $1 * 100 + 1..$1 * 100 + 100 LOOP
          EXECUTE 'CREATE TABLE many_' || i || ' (id serial PRIMARY KEY, name text DEFAULT '''' CHECK (name <> ''x''))';
          EXECUTE 'CREATE INDEX ON many_' || i || ' (name)';
        END LOOP;
      END $$;
      """;

  private static final Pattern SETTING = Pattern.compile("max_locks_per_transaction to (\\d+)");

  private static final String COUNT =
      "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relname LIKE 'many%'";

  private static final String SMALL = "max_locks_per_transaction=64";

  private static final Map<String, String> SETTINGS =
      Map.of(
          "max_connections",
          "100",
          "max_prepared_transactions",
          "0",
          "max_locks_per_transaction",
          "64");

  @TempDir Path folder;

  @Test
  void fiveThousandTablesAreReplacedWithTheLocksThatTheRefusalNames() throws Exception {
    try (PostgresServer server = PostgresServers.start(15, folder, SETTINGS)) {
      PostgresDatabase database = server.createDatabase(PostgresServer.TENANT);
      for (int hundred = 0; hundred < 50; hundred++) {
        database.executeAsKeeper(HUNDRED.replace("$1", Integer.toString(hundred)));
      }
      byte[] dump = PostgresDumps.dump(database);
      database.executeAsKeeper("INSERT INTO many_7 (name) VALUES ('later'); DROP TABLE many_8");

      FailureException e =
          catchThrowableOfType(FailureException.class, () -> PostgresDumps.restore(dump, database));

      assertThat(e.failure().code()).isEqualTo(FailureCode.RESTORE_REQUIREMENTS);
      assertThat(database.query(COUNT)).containsExactly("4999");

      int named = setting(e.failure().hint());
      List<String> command = server.crash();
      command.replaceAll(word -> word.equals(SMALL) ? "max_locks_per_transaction=" + named : word);
      server.startAgain(command);
      long held = locksOfRestore(dump, database);

      assertThat(database.query(COUNT)).containsExactly("5000");
      assertThat(database.query("SELECT count(*) FROM many_7")).containsExactly("0");
      assertThat(held).isBetween(named * 100L * 7 / 10, named * 100L);
    }
  }

  private static long locksOfRestore(byte[] dump, PostgresDatabase database) throws Exception {
    RunContext run = Runs.on(database.connection());
    LocksSeen seen = new LocksSeen(database);
    try (Restoration restoration = new PostgresqlDriver().restore(run)) {
      restoration.write(dump, 0, dump.length);
      restoration.commit();
    } finally {
      seen.end();
    }
    new PostgresqlDriver().settle(run.connection(), run.tag());
    return seen.most;
  }

  /** The most that were held at once, as far as looks have met them. */
  private static final class LocksSeen {
    private final PostgresDatabase database;
    private final Thread thread;
    private volatile boolean over;
    private volatile long most;

    LocksSeen(PostgresDatabase database) {
      this.database = database;
      this.thread = Thread.ofVirtual().start(this::look);
    }

    private void look() {
      while (!over) {
        most = Math.max(most, locks(database));
        LockSupport.parkNanos(50_000_000);
      }
    }

    void end() throws InterruptedException {
      over = true;
      thread.join();
    }
  }

  /** One for each object, in however many modes. */
  private static long locks(PostgresDatabase database) {
    return Long.parseLong(
        database
            .query(
                "SELECT count(DISTINCT (locktype, database, relation, classid, objid, objsubid)) FROM pg_locks")
            .getFirst());
  }

  private static int setting(String hint) {
    Matcher named = SETTING.matcher(hint);
    assertThat(named.find()).as(hint).isTrue();
    return Integer.parseInt(named.group(1));
  }
}
