package holdfast.database.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.database.Dump;
import holdfast.database.Restoration;
import holdfast.database.RunContext;
import holdfast.model.BackupType;
import holdfast.model.ConnectionUri;
import holdfast.model.Failure;
import holdfast.model.FailureException;
import holdfast.testing.Runs;
import java.io.IOException;

/** Dumps and restores that are expected to go well, or to be refused. */
final class MysqlRuns {
  private static final MysqlDriver DRIVER = new MysqlDriver();

  private MysqlRuns() {}

  static byte[] dump(ConnectionUri connection) throws IOException {
    return dump(DRIVER, connection);
  }

  static byte[] dump(MysqlDriver driver, ConnectionUri connection) throws IOException {
    try (Dump dump = driver.dump(BackupType.DUMP, Runs.on(connection))) {
      byte[] bytes = dump.stream().readAllBytes();
      dump.awaitSuccess();
      return bytes;
    }
  }

  static void restore(byte[] dump, ConnectionUri target) throws IOException {
    RunContext run = Runs.on(target);
    try (Restoration restoration = DRIVER.restore(run)) {
      restoration.write(dump, 0, dump.length);
      restoration.commit();
    }
    assertThat(DRIVER.tookEffect(target, run.tag())).isTrue();
    DRIVER.settle(target, run.tag());
  }

  /** What a restore fails with. */
  static Failure refusal(byte[] dump, ConnectionUri target) {
    return catchThrowableOfType(FailureException.class, () -> restore(dump, target)).failure();
  }
}
