package holdfast.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.model.Addon;
import holdfast.model.AddonId;
import holdfast.model.Backup;
import holdfast.model.BackupDestination;
import holdfast.model.BackupId;
import holdfast.model.BackupStatus;
import holdfast.model.Project;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How backups are found and listed. */
interface BackupListsContract extends InWorld {

  /** A place where {@code count} backups of one addon lie, each also in one other destination. */
  private Shelf shelf(int count) {
    Project project = world().project("App");
    Addon addon = world().addon(project, "Database");
    BackupDestination here = world().destination("Here");
    BackupDestination there = world().destination("There");
    Shelf shelf = new Shelf(world(), project, addon, here, there, new ArrayList<>());
    for (int i = 0; i < count; i++) {
      shelf.add();
    }
    return shelf;
  }

  /** Backups, oldest first. */
  record Shelf(
      World world,
      Project project,
      Addon addon,
      BackupDestination here,
      BackupDestination there,
      List<Backup> backups) {
    void add() {
      backups.add(world.backup(project, addon, "Backup " + backups.size(), here, there));
    }

    List<Backup> newestFirst() {
      List<Backup> newest = new ArrayList<>(backups);
      Collections.reverse(newest);
      return newest;
    }

    List<String> documents() {
      return newestFirst().stream()
          .map(backup -> World.document(backup, backup.copies().getFirst()))
          .toList();
    }

    Page<String> page(PageRequest request) {
      return world.read(s -> s.backups().listOfDestination(here.id(), request));
    }

    Set<BackupStatus> activeStatuses() {
      return world.read(s -> s.backups().activeStatuses(addon.id()));
    }

    Page<Backup> pageOfAddon(PageRequest request) {
      return world.read(s -> s.backups().listOfAddon(addon.id(), request));
    }
  }

  @Test
  default void theDocumentsOfADestinationAreListedNewestFirst() {
    Shelf shelf = shelf(7);
    world().backup("Elsewhere");
    assertThat(InWorld.walk(3, shelf::page)).containsExactlyElementsOf(shelf.documents());
  }

  @Test
  default void theCursorIsTheKeyOfTheLastItemAndAbsentAtTheEnd() {
    Shelf shelf = shelf(4);
    Page<String> first = shelf.page(PageRequest.first(2));
    assertThat(first.next()).isEqualTo(shelf.backups().get(2).id().key());
    Page<String> second = shelf.page(new PageRequest(2, first.next(), 0));
    assertThat(second.items()).hasSize(2);
    assertThat(second.next()).isNull();
    assertThat(shelf.page(PageRequest.first(4)).next()).isNull();
  }

  @Test
  default void anOffsetCountsFromTheNewest() {
    Shelf shelf = shelf(5);
    assertThat(shelf.page(new PageRequest(2, null, 2)).items())
        .isEqualTo(shelf.documents().subList(2, 4));
    assertThat(shelf.page(new PageRequest(2, null, 5)).items()).isEmpty();
  }

  @Test
  default void aWalkShowsEachThatExistedAtTheStartExactlyOnceWhileOthersAreMade() {
    Shelf shelf = shelf(10);
    List<String> atStart = shelf.documents();
    assertThat(InWorld.walk(3, shelf::page, shelf::add)).isEqualTo(atStart);
    assertThat(shelf.backups()).hasSizeGreaterThan(12);
  }

  @Test
  default void aWalkGoesOnAfterACursorWhoseItemIsGone() {
    Shelf shelf = shelf(4);
    Page<String> first = shelf.page(PageRequest.first(2));
    Backup last = shelf.backups().get(2);
    world().abort(last);
    world().did(b -> b.markDeleting(last.id(), null, World.NOW));
    assertThat(shelf.page(new PageRequest(2, first.next(), 0)).items())
        .isEqualTo(shelf.documents().subList(2, 4));
  }

  @Test
  default void aDestinationWithoutCopiesHasAnEmptyList() {
    BackupDestination empty = world().destination("Empty");
    assertThat(world().documents(empty.id())).isEmpty();
  }

  @Test
  default void theBackupsOfAnAddonAreListedWithAllTheirCopies() {
    Shelf shelf = shelf(7);
    world().backup("Elsewhere");
    assertThat(InWorld.walk(3, shelf::pageOfAddon)).isEqualTo(shelf.newestFirst());
    assertThat(shelf.pageOfAddon(new PageRequest(2, null, 2)).items())
        .isEqualTo(shelf.newestFirst().subList(2, 4));
  }

  @Test
  default void copiesInDeletionAreNotListedAndThePagesStayFull() {
    Shelf shelf = shelf(6);
    for (Backup doomed : List.of(shelf.backups().get(5), shelf.backups().get(3))) {
      world().abort(doomed);
      world().did(b -> b.markDeleting(doomed.id(), null, World.NOW));
      shelf.backups().remove(doomed);
    }
    Page<String> page = shelf.page(PageRequest.first(3));
    assertThat(page.items()).isEqualTo(shelf.documents().subList(0, 3));
    assertThat(page.next()).isNotNull();
    assertThat(shelf.pageOfAddon(PageRequest.first(3)).items())
        .isEqualTo(shelf.newestFirst().subList(0, 3));
    assertThat(InWorld.walk(2, shelf::pageOfAddon)).isEqualTo(shelf.newestFirst());
  }

  @Test
  default void aBackupIsFoundByTheSlugItHasAtItsAddon() {
    Backup backup = world().backup("Before the move");
    Optional<Backup> found =
        world().read(s -> s.backups().find(backup.origin().addonId(), backup.slug()));
    Optional<Backup> elsewhere =
        world().read(s -> s.backups().find(AddonId.of("0".repeat(24)), backup.slug()));
    assertThat(found).contains(backup);
    assertThat(elsewhere).isEmpty();
  }

  @Test
  default void anIdThatOnlySharesItsKeyNamesNoBackup() {
    Backup backup = world().backup();
    UUID real = backup.id().uuid();
    UUID forged =
        new UUID(real.getMostSignificantBits(), real.getLeastSignificantBits() ^ (1L << 40));
    assertThat(new BackupId(forged).key()).isEqualTo(backup.id().key());
    Optional<Backup> found = world().read(s -> s.backups().get(new BackupId(forged)));
    assertThat(found).isEmpty();
  }

  @Test
  default void aBackupsSlugIsTakenWithinItsAddonOnly() {
    Backup backup = world().backup("Nightly");
    world().backup("Nightly");
    boolean taken =
        world().read(s -> s.backups().isTaken(backup.origin().addonId(), backup.slug()));
    assertThat(taken).isTrue();
    assertThatThrownBy(() -> world().change(s -> s.backups().insert(World.like(backup, "nightly"))))
        .isInstanceOf(TakenException.class)
        .hasMessageContaining("nightly");
  }

  @Test
  default void theStatesOfAnAddonsBackupsThatHaveNotEndedAreTold() {
    Shelf shelf = shelf(4);
    world().backup("Elsewhere");
    world().completed(shelf.backups().get(0));
    assertThat(shelf.activeStatuses()).containsExactly(BackupStatus.SCHEDULED);
    world().claim(shelf.backups().get(1));
    world().claim(shelf.backups().get(2));
    world().abort(shelf.backups().get(2));
    assertThat(shelf.activeStatuses())
        .containsExactlyInAnyOrder(
            BackupStatus.SCHEDULED, BackupStatus.IN_PROGRESS, BackupStatus.ABORTING);
    world().abort(shelf.backups().get(3));
    assertThat(shelf.activeStatuses())
        .containsExactlyInAnyOrder(BackupStatus.IN_PROGRESS, BackupStatus.ABORTING);
  }
}
