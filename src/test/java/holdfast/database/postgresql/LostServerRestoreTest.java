package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.database.Restoration;
import holdfast.database.RunContext;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.testing.CuttingProxy;
import holdfast.testing.Leftovers;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import holdfast.testing.Runs;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A target server that goes away in the middle of a restore. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LostServerRestoreTest {
  /** One for each class, for others inherit these tests. */
  private final PostgresServer server = PostgresServers.start(14);

  private final PostgresqlDriver driver = new PostgresqlDriver();
  private PostgresDatabase database;
  private byte[] dump;
  private Object backedUp;
  private Object before;

  /** Of the database. */
  String owner() {
    return PostgresServer.KEEPER;
  }

  @BeforeEach
  void fill() throws Exception {
    database = server.createDatabase(owner());
    database.fill();
    dump = PostgresDumps.dump(database);
    backedUp = database.contents();
    database.change();
    before = database.contents();
    // Commits are not flushed here, and what is replayed of a log sets sequences ahead.
    server.execute("postgres", "CHECKPOINT");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 1})
  void aServerThatIsKilledKeepsTheTargetAsItWas(double written) throws Exception {
    RunContext run = Runs.on(database.connection());
    List<String> command;
    FailureException failure;
    try (Restoration restoration = driver.restore(run)) {
      int half = (int) (dump.length * written);
      restoration.write(dump, 0, half);
      command = server.crash();

      failure = catchThrowableOfType(FailureException.class, () -> finish(restoration, half));
    }
    server.startAgain(command);

    assertFailedAsOfTheServer(failure);
    assertUntouched(run);
  }

  /** This one answers commits before they are on its disk. */
  @Test
  void whatIsInPlaceSurvivesACrashOfTheServer() throws Exception {
    RunContext run = Runs.on(database.connection());
    List<String> command;
    try (Restoration restoration = driver.restore(run)) {
      restoration.write(dump, 0, dump.length);
      restoration.commit();
      command = server.crash();
    }
    server.startAgain(command);

    assertThat(database.contents()).isEqualTo(backedUp);
    assertThat(driver.tookEffect(database.connection(), run.tag())).isTrue();
    driver.settle(database.connection(), run.tag());
    assertThat(Leftovers.afterAWhile(run.tag(), database)).isEmpty();
  }

  @Test
  void aConnectionThatIsCutKeepsTheTargetAsItWas() throws Exception {
    try (CuttingProxy proxy = new CuttingProxy(server.port(), Long.MAX_VALUE)) {
      RunContext run = Runs.on(database.connectionThrough(proxy.port()));
      FailureException failure;
      try (Restoration restoration = driver.restore(run)) {
        int half = dump.length / 2;
        restoration.write(dump, 0, half);
        proxy.cut();

        failure = catchThrowableOfType(FailureException.class, () -> finish(restoration, half));
      }
      assertFailedAsOfTheServer(failure);
      assertUntouched(run);
    }
  }

  /** Down to a connection that is cut before, at and after the exchange of the databases. */
  @ParameterizedTest
  @ValueSource(longs = {1_000, 3_000, 5_000, 8_000, 12_000, 16_000, 20_000, 30_000, 1_000_000})
  void aConnectionThatIsCutAnywhereGivesAllOrNothing(long bytes) throws Exception {
    try (CuttingProxy proxy = new CuttingProxy(server.port(), bytes)) {
      RunContext run = Runs.on(database.connectionThrough(proxy.port()));
      FailureException failure =
          catchThrowableOfType(FailureException.class, () -> PostgresDumps.putInPlace(dump, run));

      // As the engine does: asked when the run has ended, and settled when that is recorded.
      boolean tookEffect = driver.tookEffect(database.connection(), run.tag());
      driver.settle(database.connection(), run.tag());

      Object after = database.contents();
      assertThat(after).isEqualTo(failure == null || tookEffect ? backedUp : before);
      assertThat(Leftovers.afterAWhile(run.tag(), database)).isEmpty();
    }
  }

  private void finish(Restoration restoration, int from) throws FailureException {
    restoration.write(dump, from, dump.length - from);
    restoration.commit();
  }

  private static void assertFailedAsOfTheServer(FailureException failure) {
    assertThat(failure).isNotNull();
    assertThat(failure.failure().code())
        .as(failure.getMessage())
        .isEqualTo(FailureCode.DATABASE_UNREACHABLE);
    assertThat(failure).hasMessageNotContaining("\t").hasMessageNotContaining(" | ");
    assertThat(failure).hasMessageNotContaining(PostgresServer.PASSWORD);
  }

  private void assertUntouched(RunContext run) throws FailureException {
    assertThat(driver.tookEffect(database.connection(), run.tag())).isFalse();
    driver.settle(database.connection(), run.tag());
    assertThat(Leftovers.afterAWhile(run.tag(), database)).isEmpty();
    assertThat(database.contents()).isEqualTo(before);
  }
}
