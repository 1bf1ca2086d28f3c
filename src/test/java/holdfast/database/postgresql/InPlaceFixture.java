package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.database.Dump;
import holdfast.database.Restoration;
import holdfast.database.RunContext;
import holdfast.model.BackupType;
import holdfast.model.Failure;
import holdfast.model.FailureException;
import holdfast.testing.Leftovers;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import holdfast.testing.RecordingLog;
import holdfast.testing.Runs;
import java.io.IOException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;

/** A target whose owner may create no other database, so that restores are in place. */
abstract class InPlaceFixture {
  final PostgresServer server = PostgresServers.shared(major());
  final PostgresDatabase database = server.createDatabase(PostgresServer.TENANT);
  final RecordingLog log = new RecordingLog();
  final RunContext run = new RunContext(database.connection(), Runs.newTag(), log);

  /** Of the server. */
  int major() {
    return 15;
  }

  PostgresqlDriver driver() {
    return new PostgresqlDriver();
  }

  @AfterEach
  void dropDatabases() {
    PostgresServers.dropDatabases();
  }

  byte[] dump(PostgresDatabase source) throws IOException {
    try (Dump dump = driver().dump(BackupType.DUMP, Runs.on(source.connection()))) {
      byte[] bytes = dump.stream().readAllBytes();
      dump.awaitSuccess();
      return bytes;
    }
  }

  void restore(byte[] dump) throws IOException {
    restore(dump, run);
    assertThat(Leftovers.afterAWhile(run.tag(), database)).isEmpty();
  }

  void restore(byte[] dump, RunContext context) throws IOException {
    try (Restoration restoration = driver().restore(context)) {
      restoration.write(dump, 0, dump.length);
      restoration.commit();
    }
    assertThat(driver().tookEffect(context.connection(), context.tag())).isTrue();
    driver().settle(context.connection(), context.tag());
  }

  static Failure failure(ThrowingCallable call) {
    return catchThrowableOfType(FailureException.class, call).failure();
  }

  /** That the target is what it was, and nothing else is left. */
  void assertUntouched(Object before) {
    assertThat(database.contents()).isEqualTo(before);
    assertThat(Leftovers.afterAWhile(run.tag(), database)).isEmpty();
  }
}
