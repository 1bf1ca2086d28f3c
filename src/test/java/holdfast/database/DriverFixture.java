package holdfast.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.model.BackupType;
import holdfast.model.FailureException;
import holdfast.model.RunTag;
import holdfast.testing.Leftovers;
import holdfast.testing.Runs;
import holdfast.testing.SampleDatabase;
import holdfast.testing.ShownVersions;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;

/** A driver and databases at a real server, and what all tests of drivers do with them. */
public abstract class DriverFixture {
  protected abstract DatabaseDriver driver();

  /** What the engine's backups are, as a rule. */
  protected BackupType backupType() {
    return BackupType.DUMP;
  }

  /** Whether nothing can come into the target from a restore's first bytes on. */
  protected boolean locksTarget() {
    return false;
  }

  /** What a server of that version is called, for the table of what was shown. */
  protected String title(String version) {
    return driver().type().titleOf(version);
  }

  /** A new and empty database at a real server. */
  protected abstract SampleDatabase newDatabase();

  /** Drops what {@link #newDatabase} made. */
  @AfterEach
  protected abstract void dropDatabases();

  protected final SampleDatabase filledDatabase() {
    SampleDatabase database = newDatabase();
    database.fill();
    return database;
  }

  protected final byte[] dump(SampleDatabase database) throws IOException {
    RunContext run = Runs.on(database.connection());
    byte[] bytes;
    try (Dump dump = driver().dump(backupType(), run)) {
      bytes = dump.stream().readAllBytes();
      String version = dump.awaitSuccess().serverVersion();
      ShownVersions.backedUp(driver().type(), backupType(), title(version));
    }
    assertThat(Leftovers.afterAWhile(run.tag(), database)).isEmpty();
    return bytes;
  }

  protected final void restore(byte[] dump, SampleDatabase target) throws IOException {
    RunContext run = Runs.on(target.connection());
    Restoration restoration = driver().restore(run);
    try {
      restoration.write(dump, 0, dump.length);
      restoration.commit();
    } finally {
      restoration.close();
      restoration.close();
    }
    assertThat(driver().tookEffect(target.connection(), run.tag())).isTrue();
    driver().settle(target.connection(), run.tag());
    assertThat(Leftovers.afterAWhile(run.tag(), target)).isEmpty();
  }

  protected static FailureException failureOf(Dump dump) {
    return catchThrowableOfType(FailureException.class, dump::awaitSuccess);
  }

  /** Waits until the tool's session is at the server. */
  protected static void awaitSession(SampleDatabase database, RunTag tag) {
    assertThat(Leftovers.await(() -> !database.leftoversOf(tag).isEmpty())).isTrue();
  }
}
