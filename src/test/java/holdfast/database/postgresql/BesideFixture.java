package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.database.RunContext;
import holdfast.model.Failure;
import holdfast.model.FailureException;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import holdfast.testing.RecordingLog;
import holdfast.testing.Runs;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;

/** A target whose owner may create databases, so that restores are beside it. */
abstract class BesideFixture {
  final PostgresServer server = PostgresServers.shared(15);
  final PostgresDatabase database = server.createDatabase();
  final PostgresqlDriver driver = new PostgresqlDriver();
  final RecordingLog log = new RecordingLog();
  final RunContext run = new RunContext(database.connection(), Runs.newTag(), log);

  @AfterEach
  void dropDatabases() {
    PostgresServers.dropDatabases();
  }

  static Failure failure(ThrowingCallable call) {
    return catchThrowableOfType(FailureException.class, call).failure();
  }
}
