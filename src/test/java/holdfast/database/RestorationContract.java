package holdfast.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.testing.Background;
import holdfast.testing.Leftovers;
import holdfast.testing.Runs;
import holdfast.testing.SampleDatabase;
import holdfast.testing.ShownVersions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a restore of every driver must be: all or nothing, also where it is fenced or dies. */
public abstract class RestorationContract extends DriverFixture {
  @Test
  void restoresADumpToEqualContents() throws Exception {
    SampleDatabase source = filledDatabase();
    SampleDatabase target = newDatabase();

    restore(dump(source), target);

    assertThat(target.contents()).isEqualTo(source.contents());
    String version = driver().probe(source.connection()).version();
    ShownVersions.restored(driver().type(), backupType(), title(version));
  }

  @Test
  void restoreTakesAwayWhatIsNewerThanTheDump() throws Exception {
    SampleDatabase database = filledDatabase();
    Object before = database.contents();
    byte[] dump = dump(database);
    database.change();
    assertThat(database.contents()).isNotEqualTo(before);

    restore(dump, database);

    assertThat(database.contents()).isEqualTo(before);
  }

  @Test
  void aRestoreThatReplacesNothingFillsAnEmptyDatabase() throws Exception {
    SampleDatabase source = filledDatabase();
    SampleDatabase target = newDatabase();
    byte[] dump = dump(source);
    RunContext run = Runs.on(target.connection());
    try (Restoration restoration = driver().restore(run, IfOccupied.REFUSE)) {
      restoration.write(dump, 0, dump.length);
      restoration.commit();
    }
    assertThat(driver().tookEffect(target.connection(), run.tag())).isTrue();
    driver().settle(target.connection(), run.tag());
    assertThat(target.contents()).isEqualTo(source.contents());
    assertThat(Leftovers.afterAWhile(run.tag(), target)).isEmpty();
  }

  @Test
  void aRestoreThatReplacesNothingRefusesWhatIsThereBeforeItTouchesAnything() throws Exception {
    SampleDatabase target = filledDatabase();
    Object before = target.contents();
    RunContext run = Runs.on(target.connection());

    FailureException refused =
        catchThrowableOfType(
            FailureException.class, () -> driver().restore(run, IfOccupied.REFUSE));

    assertThat(refused.failure().code()).isEqualTo(FailureCode.TARGET_NOT_EMPTY);
    assertThat(target.contents()).isEqualTo(before);
    assertThat(Leftovers.afterAWhile(run.tag(), target)).isEmpty();
  }

  @Test
  void aRestoreThatReplacesNothingRefusesWhatHasComeMeanwhile() throws Exception {
    SampleDatabase target = newDatabase();
    byte[] dump = dump(filledDatabase());
    RunContext run = Runs.on(target.connection());
    Object before;
    try (Restoration restoration = driver().restore(run, IfOccupied.REFUSE)) {
      if (!locksTarget()) {
        restoration.write(dump, 0, dump.length);
      }
      target.fill();
      target.change();
      before = target.contents();

      FailureException refused =
          catchThrowableOfType(
              FailureException.class,
              () -> {
                if (locksTarget()) {
                  restoration.write(dump, 0, dump.length);
                }
                restoration.commit();
              });

      assertThat(refused.failure().code()).isEqualTo(FailureCode.TARGET_NOT_EMPTY);
      assertThat(driver().tookEffect(target.connection(), run.tag())).isFalse();
    }
    assertThat(target.contents()).isEqualTo(before);
    driver().settle(target.connection(), run.tag());
    assertThat(target.contents()).isEqualTo(before);
    assertThat(Leftovers.afterAWhile(run.tag(), target)).isEmpty();
  }

  @Test
  void dumpsAnEmptyDatabaseToo() throws Exception {
    SampleDatabase source = newDatabase();
    SampleDatabase target = filledDatabase();

    restore(dump(source), target);

    assertThat(target.contents()).isEqualTo(source.contents());
  }

  @Test
  void takesTheBytesInPiecesOfAnySize() throws Exception {
    SampleDatabase source = filledDatabase();
    SampleDatabase target = newDatabase();
    byte[] dump = dump(source);
    RunContext run = Runs.on(target.connection());
    try (Restoration restoration = driver().restore(run)) {
      int piece = 1;
      for (int at = 0; at < dump.length; at += piece) {
        piece = Math.min(1 + (at * 7) % 5000, dump.length - at);
        restoration.write(dump, at, piece);
        restoration.write(dump, at, 0);
      }
      restoration.commit();
    }
    driver().settle(target.connection(), run.tag());
    assertThat(target.contents()).isEqualTo(source.contents());
    assertThat(Leftovers.afterAWhile(run.tag(), target)).isEmpty();
  }

  @Test
  void aRestoreThatIsNotCommittedChangesNothing() throws Exception {
    SampleDatabase target = filledDatabase();
    byte[] dump = dump(target);
    target.change();
    Object before = target.contents();
    for (int bytes : List.of(0, 1, 100, dump.length / 2, dump.length - 1, dump.length)) {
      RunContext run = Runs.on(target.connection());
      try (Restoration restoration = driver().restore(run)) {
        restoration.write(dump, 0, bytes);
      }
      assertThat(target.contents()).as("after %d bytes", bytes).isEqualTo(before);
      assertThat(Leftovers.afterAWhile(run.tag(), target)).as("after %d bytes", bytes).isEmpty();
    }
  }

  @Test
  void aRestoreWhoseBytesAreCutFailsAndChangesNothing() throws Exception {
    SampleDatabase target = filledDatabase();
    byte[] dump = dump(target);
    target.change();
    Object before = target.contents();
    for (int bytes : List.of(0, 1, 100, dump.length / 2, dump.length - 1)) {
      RunContext run = Runs.on(target.connection());
      try (Restoration restoration = driver().restore(run)) {
        restoration.write(dump, 0, bytes);
        assertThat(
                catchThrowableOfType(FailureException.class, restoration::commit).failure().code())
            .isEqualTo(FailureCode.RESTORE_FAILED);
      }
      assertThat(target.contents()).as("after %d bytes", bytes).isEqualTo(before);
      assertThat(Leftovers.afterAWhile(run.tag(), target)).as("after %d bytes", bytes).isEmpty();
    }
  }

  @Test
  void aRestoreThatIsFoundFlippedAtItsEndChangesNothing() throws Exception {
    SampleDatabase target = filledDatabase();
    byte[] dump = dump(target);
    target.change();
    Object before = target.contents();
    for (int place : List.of(0, 12, 300, dump.length / 3, dump.length / 2, dump.length - 1)) {
      byte[] flipped = dump.clone();
      flipped[place] ^= 0x10;
      RunContext run = Runs.on(target.connection());
      try (Restoration restoration = driver().restore(run)) {
        restoration.write(flipped, 0, flipped.length);
      } catch (FailureException e) {
        assertThat(e.failure().code())
            .isIn(FailureCode.RESTORE_FAILED, FailureCode.RESTORE_REQUIREMENTS);
      }
      assertThat(target.contents()).as("flipped at %d", place).isEqualTo(before);
      assertThat(Leftovers.afterAWhile(run.tag(), target)).as("flipped at %d", place).isEmpty();
    }
  }

  @Test
  void aRestoreThatIsFencedPutsNothingInPlace() throws Exception {
    SampleDatabase target = filledDatabase();
    byte[] dump = dump(target);
    target.change();
    Object before = target.contents();
    RunContext run = Runs.on(target.connection());
    driver().fence(target.connection(), run.tag());
    try (Restoration restoration = driver().restore(run)) {
      restoration.write(dump, 0, dump.length);

      driver().fence(target.connection(), run.tag());

      assertThatThrownBy(restoration::commit).isInstanceOf(FailureException.class);
      assertThat(driver().tookEffect(target.connection(), run.tag())).isFalse();
    }
    driver().settle(target.connection(), run.tag());
    assertThat(target.contents()).isEqualTo(before);
    assertThat(Leftovers.afterAWhile(run.tag(), target)).isEmpty();
  }

  /** Also of a restore that is fenced in the midst of its commit. */
  @Test
  void whatIsAnsweredAfterAFenceStaysTrue() throws Exception {
    SampleDatabase target = filledDatabase();
    byte[] dump = dump(target);
    Object backedUp = target.contents();
    for (int millis : List.of(0, 150, 400, 5_000)) {
      target.change();
      Object before = target.contents();
      RunContext run = Runs.on(target.connection());
      try (Restoration restoration = driver().restore(run)) {
        restoration.write(dump, 0, dump.length);
        CompletableFuture<Void> commit = Background.run(() -> commitOrFail(restoration));
        letGoOn(commit, millis);

        driver().fence(target.connection(), run.tag());
        boolean tookEffect = driver().tookEffect(target.connection(), run.tag());

        commit.join();
        assertThat(driver().tookEffect(target.connection(), run.tag())).isEqualTo(tookEffect);
        assertThat(target.contents())
            .as("after %d ms", millis)
            .isEqualTo(tookEffect ? backedUp : before);
      }
      driver().settle(target.connection(), run.tag());
      assertThat(Leftovers.afterAWhile(run.tag(), target)).isEmpty();
      restore(dump, target);
    }
  }

  private static void commitOrFail(Restoration restoration) {
    try {
      restoration.commit();
    } catch (FailureException e) {
      assertThat(e.failure().hint()).isNotEmpty();
    }
  }

  /** So long, or until it is done, whichever comes first. */
  private static void letGoOn(CompletableFuture<Void> work, int millis) {
    work.copy().completeOnTimeout(null, millis, TimeUnit.MILLISECONDS).join();
  }
}
