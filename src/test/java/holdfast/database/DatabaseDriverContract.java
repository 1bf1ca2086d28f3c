package holdfast.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.model.ConnectionUri;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.FoundDatabase;
import holdfast.model.RunTag;
import holdfast.testing.Background;
import holdfast.testing.CuttingProxy;
import holdfast.testing.Leftovers;
import holdfast.testing.RecordingLog;
import holdfast.testing.Runs;
import holdfast.testing.SampleDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * What every driver must do, whatever the engine. A driver's test fills the blanks; where it
 * overrides a test, it says why.
 */
public abstract class DatabaseDriverContract extends RestorationContract {
  private static final String WRONG_PASSWORD = "not the Pa55word";

  @Test
  void listsTheDatabasesOfAServerWithTheirSizes() throws Exception {
    SampleDatabase database = filledDatabase();
    List<FoundDatabase> found = driver().databases(database.connection());
    assertThat(found)
        .filteredOn(it -> it.name().equals(database.name()))
        .singleElement()
        .satisfies(it -> assertThat(it.sizeBytes().orElse(0)).isPositive());
    assertThat(found).extracting(FoundDatabase::name).doesNotHaveDuplicates();

    ConnectionUri wrong = database.connectionWithPassword(WRONG_PASSWORD);
    FailureException e =
        catchThrowableOfType(FailureException.class, () -> driver().databases(wrong));
    assertThat(e.failure().code()).isEqualTo(FailureCode.DATABASE_AUTHENTICATION);
    assertThat(stackTrace(e)).doesNotContain(WRONG_PASSWORD);
  }

  @Test
  void reachesEachDatabaseOfAServerWithTheSameLogin() throws Exception {
    ConnectionUri any = newDatabase().connection();
    SampleDatabase filled = filledDatabase();
    ConnectionUri named = driver().naming(any, filled.name());
    assertThat(driver().probe(named).isEmpty()).isFalse();
    assertThat(driver().server(named)).isEqualTo(driver().server(any));
    assertThat(driver().databases(named)).extracting(FoundDatabase::name).contains(filled.name());
  }

  @Test
  void saysOfAWrongPasswordNeitherItNorTheRightOne() {
    SampleDatabase database = newDatabase();
    ConnectionUri wrong = database.connectionWithPassword(WRONG_PASSWORD);
    for (FailureException e : failuresOf(wrong)) {
      assertThat(e.failure().code()).isEqualTo(FailureCode.DATABASE_AUTHENTICATION);
      assertThat(stackTrace(e)).doesNotContain(WRONG_PASSWORD);
    }
  }

  @Test
  void saysWhenTheDatabaseDoesNotExist() {
    for (FailureException e : failuresOf(newDatabase().connectionToMissing())) {
      assertThat(e.failure().code()).isEqualTo(FailureCode.DATABASE_MISSING);
    }
  }

  @Test
  void saysWhenTheServerCannotBeReached() throws Exception {
    SampleDatabase database = newDatabase();
    CuttingProxy closed = new CuttingProxy(database.port(), 0);
    closed.close();
    for (FailureException e : failuresOf(database.connectionThrough(closed.port()))) {
      assertThat(e.failure().code()).isEqualTo(FailureCode.DATABASE_UNREACHABLE);
      assertThat(stackTrace(e)).doesNotContain(database.password());
    }
  }

  @Test
  void aCutConnectionIsAFailedDump() throws Exception {
    SampleDatabase database = filledDatabase();
    for (int bytes : List.of(200_000, 400_000, 800_000)) {
      try (CuttingProxy proxy = new CuttingProxy(database.port(), bytes)) {
        RunContext run = Runs.on(database.connectionThrough(proxy.port()));
        try (Dump dump = driver().dump(backupType(), run)) {
          dump.stream().readAllBytes();
          assertThat(failureOf(dump).failure().code())
              .isIn(FailureCode.DATABASE_UNREACHABLE, FailureCode.DUMP_FAILED);
        }
        assertThat(Leftovers.afterAWhile(run.tag(), database)).isEmpty();
      }
    }
  }

  @Test
  void aWholeDumpCanBeImportedAndACutOneCannot() throws Exception {
    byte[] dump = dump(filledDatabase());
    try (Dump whole = driver().imported(new ByteArrayInputStream(dump))) {
      assertThat(whole.stream().readAllBytes()).isEqualTo(dump);
      assertThat(whole.awaitSuccess().serverVersion()).isNotEmpty();
    }
    for (int bytes : List.of(0, 1, 100, dump.length / 2, dump.length - 1)) {
      try (Dump cut = driver().imported(new ByteArrayInputStream(dump, 0, bytes))) {
        assertThat(cut.stream().readAllBytes()).hasSize(bytes);
        assertThat(failureOf(cut).failure().code()).isEqualTo(FailureCode.IMPORT_INVALID);
      } catch (FailureException e) {
        assertThat(e.failure().code()).isEqualTo(FailureCode.IMPORT_INVALID);
      }
    }
  }

  @Test
  void aDumpThatIsNotReadToItsEndIsNoSuccess() throws Exception {
    SampleDatabase database = newDatabase();
    try (Dump dump = driver().dump(backupType(), Runs.on(database.connection()))) {
      assertThat(dump.stream().read()).isNotNegative();
      assertThat(failureOf(dump).failure().code()).isEqualTo(FailureCode.DUMP_INCOMPLETE);
    }
  }

  @Test
  void closingABlockedDumpFreesItsReaderAndLeavesNothing() throws Exception {
    SampleDatabase database = filledDatabase();
    RunContext run = Runs.on(database.connection());
    try (SampleDatabase.Blockade blockade = database.block()) {
      assertThat(blockade).isNotNull();
      Dump dump = driver().dump(backupType(), run);
      CompletableFuture<Boolean> reader = Background.call(() -> seesTheEnd(dump));
      awaitSession(database, run.tag());

      dump.close();

      assertThat(reader.get(10, TimeUnit.SECONDS)).isTrue();
      assertThat(Leftovers.of(run.tag(), database)).isEmpty();
      dump.close();
      assertThatThrownBy(dump::awaitSuccess).isInstanceOf(FailureException.class);
    }
  }

  @Test
  void settlesADumpOfWhichOnlyTheSessionIsLeft() throws Exception {
    SampleDatabase database = filledDatabase();
    RunTag tag = Runs.newTag();
    RunTag later = new RunTag(tag.instanceId(), tag.runId(), 2);
    try (SampleDatabase.Blockade blockade = database.block();
        Dump dump =
            driver()
                .dump(
                    backupType(),
                    new RunContext(database.connection(), later, new RecordingLog()))) {
      assertThat(blockade).isNotNull();
      awaitSession(database, later);
      assertThat(driver().tookEffect(database.connection(), tag)).isFalse();
      driver().settle(database.connection(), tag);
      assertThat(database.leftoversOf(later)).as("a later attempt is not ours to end").isNotEmpty();

      assertThat(driver().tookEffect(database.connection(), later)).isFalse();
      driver().settle(database.connection(), later);

      assertThat(database.leftoversOf(later)).isEmpty();
      assertThat(driver().tookEffect(database.connection(), later)).isFalse();
      driver().settle(database.connection(), later);
      assertEndsWithNothing(dump);
    }
  }

  /** Of a dump that was ended while a lock kept it from its first rows. */
  protected void assertEndsWithNothing(Dump dump) throws IOException {
    assertThat(dump.stream().readAllBytes()).isEmpty();
  }

  private List<FailureException> failuresOf(ConnectionUri connection) {
    return List.of(
        catchThrowableOfType(FailureException.class, () -> driver().probe(connection)),
        catchThrowableOfType(
            FailureException.class, () -> driver().dump(backupType(), Runs.on(connection)).close()),
        catchThrowableOfType(
            FailureException.class, () -> driver().restore(Runs.on(connection)).close()));
  }

  private static boolean seesTheEnd(Dump dump) {
    try {
      dump.stream().readAllBytes();
      return true;
    } catch (IOException e) {
      return true;
    }
  }

  private static String stackTrace(Throwable e) {
    java.io.StringWriter text = new java.io.StringWriter();
    e.printStackTrace(new java.io.PrintWriter(text));
    return text.toString();
  }
}
