package holdfast.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.catalog.BackupStore.DoomedCopy;
import holdfast.catalog.LogStore.LogLine;
import holdfast.model.Backup;
import holdfast.model.BackupStatus;
import holdfast.model.Copy;
import holdfast.model.DestinationId;
import holdfast.model.Restore;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How copies, and with the last of them their backup, go. */
interface DeletionContract extends InWorld {

  private boolean mark(Backup backup, @Nullable DestinationId destination) {
    return world().did(b -> b.markDeleting(backup.id(), destination, World.NOW));
  }

  private boolean isShown(Backup backup) {
    return world().read(s -> s.backups().get(backup.id())).isPresent();
  }

  private List<DoomedCopy> doomed() {
    return world().read(s -> s.backups().doomed());
  }

  private void remove(Backup backup, Copy copy) {
    world().change(s -> s.backups().remove(backup.id(), copy.destinationId()));
  }

  @Test
  default void aBackupInDeletionIsShownNowhereButKeepsItsName() {
    Backup backup = world().completed(world().backup());
    assertThat(mark(backup, null)).isTrue();
    assertThat(isShown(backup)).isFalse();
    Optional<Backup> found =
        world().read(s -> s.backups().find(backup.origin().addonId(), backup.slug()));
    boolean taken =
        world().read(s -> s.backups().isTaken(backup.origin().addonId(), backup.slug()));
    assertThat(found).isEmpty();
    assertThat(taken).isTrue();
    assertThat(backup.copies())
        .allSatisfy(copy -> assertThat(world().documents(copy.destinationId())).isEmpty());
  }

  @Test
  default void theDoomedCopiesSayWhatIsToGoOldestMarkFirst() {
    Backup later = world().completed(world().backup());
    Backup sooner = world().completed(world().backup());
    Copy copy = later.copies().getFirst();
    world().did(b -> b.markDeleting(later.id(), copy.destinationId(), World.NOW.plusSeconds(1)));
    mark(sooner, null);
    assertThat(doomed()).hasSize(3);
    for (DoomedCopy one : doomed()) {
      List<DoomedCopy> same =
          doomed().stream().filter(it -> it.backupId().equals(one.backupId())).toList();
      List<DoomedCopy> ofBackup = world().read(s -> s.backups().doomedOf(one.backupId()));
      assertThat(ofBackup).containsExactlyInAnyOrderElementsOf(same);
    }
    assertThat(doomed().getLast())
        .isEqualTo(new DoomedCopy(later.id(), copy.destinationId(), copy.path()));
  }

  @Test
  default void oneCopyGoesAndTheOthersStay() {
    Backup backup = world().completed(world().backup());
    Copy going = backup.copies().get(0);
    Copy staying = backup.copies().get(1);
    assertThat(mark(backup, going.destinationId())).isTrue();
    assertThat(world().get(backup.id()).copies()).containsExactly(staying);
    assertThat(world().documents(going.destinationId())).isEmpty();
    remove(backup, going);
    assertThat(doomed()).isEmpty();
    assertThat(world().get(backup.id()).copies()).containsExactly(staying);
    assertThat(world().documents(staying.destinationId())).hasSize(1);
  }

  @Test
  default void whatHasNotEndedCannotBeMarked() {
    Backup scheduled = world().backup();
    Backup running = world().claim(world().backup());
    Backup aborting = world().claim(world().backup());
    world().abort(aborting);
    assertThat(List.of(scheduled, running, aborting)).noneMatch(backup -> mark(backup, null));
    assertThat(doomed()).isEmpty();
  }

  @Test
  default void aCopyThatARestoreReadsCannotBeMarkedAndItsSiblingCan() {
    Backup backup = world().completed(world().backup());
    Restore restore = world().restore(backup, backup.origin().addonId());
    assertThat(mark(backup, null)).isFalse();
    assertThat(mark(backup, restore.destinationId())).isFalse();
    assertThat(isShown(backup)).isTrue();
    assertThat(mark(backup, backup.copies().get(1).destinationId())).isTrue();
    world().write(s -> s.restores().abort(restore.id(), World.NOW));
    assertThat(mark(backup, null)).isTrue();
  }

  @Test
  default void whatIsMarkedOrNotThereCannotBeMarked() {
    Backup backup = world().completed(world().backup());
    assertThat(mark(backup, DestinationId.of("0".repeat(24)))).isFalse();
    assertThat(mark(backup, null)).isTrue();
    assertThat(mark(backup, null)).isFalse();
    assertThat(mark(World.like(backup, "Never saved"), null)).isFalse();
    assertThat(doomed()).hasSize(2);
  }

  @Test
  default void theLastCopyTakesTheBackupItsRestoresAndTheirLogsWithIt() {
    Backup backup = world().completed(world().backup());
    Restore restore = world().restore(backup, backup.origin().addonId());
    world().write(s -> s.restores().claim(restore.id()));
    world().write(s -> s.restores().finish(restore.id(), BackupStatus.COMPLETED, null, World.NOW));
    LogLine ofBackup = new LogLine(backup.id().key(), World.NOW, "pg_dump", "dumping");
    LogLine ofRestore = new LogLine(restore.id().key(), World.NOW, "pg_restore", "restoring");
    world().change(s -> s.logs().append(List.of(ofBackup, ofRestore)));
    mark(backup, null);
    remove(backup, backup.copies().get(0));
    assertThat(lines(ofBackup)).hasSize(1);
    remove(backup, backup.copies().get(1));
    boolean taken =
        world().read(s -> s.backups().isTaken(backup.origin().addonId(), backup.slug()));
    Optional<Restore> gone = world().read(s -> s.restores().get(restore.id()));
    assertThat(taken).isFalse();
    assertThat(gone).isEmpty();
    assertThat(lines(ofBackup)).isEmpty();
    assertThat(lines(ofRestore)).isEmpty();
  }

  private List<LogStore.KeptLine> lines(LogLine line) {
    return world().read(s -> s.logs().lines(LogQuery.oldest(line.run(), 9)));
  }

  @Test
  default void whatIsNotInDeletionIsNotRemoved() {
    Backup backup = world().completed(world().backup());
    remove(backup, backup.copies().get(0));
    assertThat(world().get(backup.id())).isEqualTo(backup);
    mark(backup, null);
    remove(backup, backup.copies().get(0));
    remove(backup, backup.copies().get(0));
    assertThat(doomed()).hasSize(1);
  }
}
