package holdfast.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.model.Backup;
import holdfast.model.BackupStatus;
import holdfast.model.Secret;
import holdfast.model.SourceType;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where imports read from: secret, and kept no longer than it is needed. */
interface ImportsContract extends InWorld {
  Secret LOCATION = new Secret("https://files.example.org/" + World.PASSWORD);

  private Backup imported() {
    Backup like = world().backup();
    Backup backup = world().add(World.like(like, "Imported", SourceType.EXTERNAL_DUMP));
    world().change(stores -> stores.imports().insert(backup.id(), LOCATION));
    return backup;
  }

  private Optional<Secret> find(Backup backup) {
    return world().read(stores -> stores.imports().find(backup.id()));
  }

  @Test
  default void aLocationComesBackWhileItsBackupHasNotEnded() {
    Backup backup = imported();
    assertThat(find(backup)).contains(LOCATION);
    Backup claimed = world().claim(backup);
    assertThat(find(backup)).contains(LOCATION);
    assertThat(world().did(b -> b.reschedule(backup.id(), claimed.attempt()))).isTrue();
    assertThat(find(backup)).contains(LOCATION);
    world().claim(backup);
    assertThat(world().abort(backup)).contains(BackupStatus.ABORTING);
    assertThat(find(backup)).contains(LOCATION);
  }

  @Test
  default void aBackupThatIsNoImportHasNone() {
    assertThat(find(world().backup())).isEmpty();
  }

  @Test
  default void aLocationIsNotReadableInTheTable() {
    imported();
    String sealed =
        world()
            .read(stores -> World.ask(stores, "SELECT location FROM import_source", 1))
            .getFirst();
    assertThat(sealed).doesNotContain(World.PASSWORD);
  }

  @Test
  default void aLocationIsForgottenWhenItsBackupCompletes() {
    Backup backup = imported();
    Backup other = imported();
    world().completed(backup);
    assertThat(find(backup)).isEmpty();
    assertThat(find(other)).contains(LOCATION);
  }

  @Test
  default void aLocationIsForgottenWhenItsBackupIsAbortedBeforeItsTurn() {
    Backup backup = imported();
    assertThat(world().abort(backup)).contains(BackupStatus.ABORTED);
    assertThat(find(backup)).isEmpty();
  }

  @Test
  default void aLocationIsForgottenWhenItsRunEndsByAnAbort() {
    Backup backup = imported();
    Backup claimed = world().claim(backup);
    world().abort(backup);
    assertThat(world().did(b -> b.finishAbort(backup.id(), claimed.attempt(), World.NOW))).isTrue();
    assertThat(find(backup)).isEmpty();
  }

  @Test
  default void anEndThatComesTooLateForgetsNothing() {
    Backup backup = imported();
    Backup claimed = world().claim(backup);
    assertThat(world().did(b -> b.finishAbort(backup.id(), claimed.attempt(), World.NOW)))
        .isFalse();
    assertThat(find(backup)).contains(LOCATION);
  }
}
