package holdfast.database.redis;

import holdfast.database.Dump;
import holdfast.database.Restoration;
import holdfast.database.RunContext;
import holdfast.model.BackupType;
import holdfast.model.ConnectionUri;
import holdfast.testing.RedisDatabase;
import holdfast.testing.Runs;
import java.io.IOException;

/** Backups and restores as the engine takes them. */
final class RedisDumps {
  private static final RedisDriver DRIVER = new RedisDriver();

  private RedisDumps() {}

  static byte[] of(RedisDatabase database) throws IOException {
    return of(database.connection());
  }

  static byte[] of(ConnectionUri connection) throws IOException {
    try (Dump dump = DRIVER.dump(BackupType.SNAPSHOT, Runs.on(connection))) {
      byte[] bytes = dump.stream().readAllBytes();
      dump.awaitSuccess();
      return bytes;
    }
  }

  static void restore(byte[] dump, RedisDatabase target) throws IOException {
    RunContext run = Runs.on(target.connection());
    try (Restoration restoration = DRIVER.restore(run)) {
      restoration.write(dump, 0, dump.length);
      restoration.commit();
    }
    DRIVER.settle(target.connection(), run.tag());
  }
}
