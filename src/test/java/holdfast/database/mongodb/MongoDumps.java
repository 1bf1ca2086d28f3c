package holdfast.database.mongodb;

import holdfast.database.DatabaseDriver;
import holdfast.database.Dump;
import holdfast.database.DumpFacts;
import holdfast.database.Restoration;
import holdfast.database.RunContext;
import holdfast.model.BackupType;
import holdfast.model.ConnectionUri;
import holdfast.model.RunLog;
import holdfast.testing.RecordingLog;
import holdfast.testing.Runs;
import java.io.IOException;
import java.time.Duration;

/** The way there and back in one call each. */
final class MongoDumps {
  /** Waits only briefly for a server that is not there: all of them are on this machine. */
  static final DatabaseDriver DRIVER = new MongodbDriver(Duration.ofSeconds(2));

  private MongoDumps() {}

  /** A dump that ended well. */
  static final class Result {
    private final byte[] bytes;
    private final DumpFacts facts;

    private Result(byte[] bytes, DumpFacts facts) {
      this.bytes = bytes;
      this.facts = facts;
    }

    byte[] bytes() {
      return bytes;
    }

    DumpFacts facts() {
      return facts;
    }
  }

  static Result dump(ConnectionUri connection) throws IOException {
    try (Dump dump = DRIVER.dump(BackupType.DUMP, Runs.on(connection))) {
      return new Result(dump.stream().readAllBytes(), dump.awaitSuccess());
    }
  }

  static void restore(byte[] dump, ConnectionUri target) throws IOException {
    restore(dump, target, new RecordingLog());
  }

  static void restore(byte[] dump, ConnectionUri target, RunLog log) throws IOException {
    RunContext run = new RunContext(target, Runs.newTag(), log);
    try (Restoration restoration = DRIVER.restore(run)) {
      restoration.write(dump, 0, dump.length);
      restoration.commit();
    }
    DRIVER.settle(target, run.tag());
  }
}
