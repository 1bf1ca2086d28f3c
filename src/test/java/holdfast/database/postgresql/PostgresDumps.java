package holdfast.database.postgresql;

import holdfast.database.Dump;
import holdfast.database.Restoration;
import holdfast.database.RunContext;
import holdfast.model.BackupType;
import holdfast.model.ConnectionUri;
import holdfast.model.FailureException;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.Runs;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/** The way there and back in one call each. */
final class PostgresDumps {
  private PostgresDumps() {}

  static byte[] dump(PostgresDatabase database) throws IOException {
    return dump(database.connection());
  }

  static byte[] dump(ConnectionUri connection) throws IOException {
    try (Dump dump = new PostgresqlDriver().dump(BackupType.DUMP, Runs.on(connection))) {
      byte[] bytes = dump.stream().readAllBytes();
      dump.awaitSuccess();
      return bytes;
    }
  }

  static void restore(byte[] dump, PostgresDatabase target) throws IOException {
    restore(dump, Runs.on(target.connection()));
  }

  static void restore(byte[] dump, RunContext run) throws IOException {
    putInPlace(dump, run);
    new PostgresqlDriver().settle(run.connection(), run.tag());
  }

  /** Restores, and leaves the mark of it. */
  static void putInPlace(byte[] dump, RunContext run) throws IOException {
    try (Restoration restoration = new PostgresqlDriver().restore(run)) {
      restoration.write(dump, 0, dump.length);
      restoration.commit();
    }
  }

  /**
   * Commits a restore that is closed by another thread after a while.
   *
   * @return whether the commit succeeded
   */
  static boolean commitWhileItIsClosed(Restoration restoration, int afterMillis)
      throws InterruptedException {
    Thread closer =
        Thread.ofVirtual()
            .start(
                () -> {
                  LockSupport.parkNanos(afterMillis * 1_000_000L);
                  restoration.close();
                });
    boolean committed = true;
    try {
      restoration.commit();
    } catch (FailureException givenUp) {
      committed = false;
    }
    closer.join();
    restoration.close();
    return committed;
  }
}
