package holdfast.database.redis;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.database.Dump;
import holdfast.database.Restoration;
import holdfast.database.RunContext;
import holdfast.model.BackupType;
import holdfast.model.ConnectionUri;
import holdfast.testing.RedisDatabase;
import holdfast.testing.Runs;
import java.io.ByteArrayInputStream;
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

  /** A file that was made elsewhere, by a server whose version begins so. */
  static byte[] imported(byte[] file, String version) throws IOException {
    try (Dump dump = DRIVER.imported(new ByteArrayInputStream(file))) {
      byte[] bytes = dump.stream().readAllBytes();
      assertThat(dump.awaitSuccess().serverVersion()).startsWith(version);
      return bytes;
    }
  }

  /** Streamed from the one into the other, as a run of the engine does. */
  static void copy(RedisDatabase source, RedisDatabase target) throws IOException {
    RunContext run = Runs.on(target.connection());
    byte[] buffer = new byte[1 << 16];
    try (Dump dump = DRIVER.dump(BackupType.SNAPSHOT, Runs.on(source.connection()));
        Restoration restoration = DRIVER.restore(run)) {
      for (int count = dump.stream().read(buffer); count >= 0; count = dump.stream().read(buffer)) {
        restoration.write(buffer, 0, count);
      }
      dump.awaitSuccess();
      restoration.commit();
    }
    DRIVER.settle(target.connection(), run.tag());
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
