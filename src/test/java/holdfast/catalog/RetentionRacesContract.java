package holdfast.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.catalog.RetentionRenewalContract.Scene;
import holdfast.model.Backup;
import holdfast.model.BackupId;
import holdfast.model.BackupStatus;
import holdfast.model.Copy;
import holdfast.model.CopyFacts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;

/** Expiry, people and other nodes want the same backups at the same moment. */
interface RetentionRacesContract extends InWorld {

  /** What a node does: holds, looks again, marks. Answers how many copies it marked. */
  private int expire(List<BackupId> backups) {
    return world()
        .write(
            stores ->
                Math.toIntExact(
                    stores.retention().hold(backups).stream()
                        .filter(copy -> !copy.expiresAt().equals(Copy.NEVER) && !copy.isRead())
                        .filter(copy -> mark(stores, copy))
                        .count()));
  }

  private static boolean mark(Stores stores, CopyFacts copy) {
    return stores.backups().markDeleting(copy.backupId(), copy.destinationId(), World.NOW);
  }

  private List<BackupId> completed(Scene scene, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> world().completed(scene.backup("Backup " + i, scene.hourlyIntoBoth(60))))
        .map(Backup::id)
        .toList();
  }

  @RepeatedTest(3)
  default void manyNodesMarkEachCopyOnceInWhateverOrderTheyFoundThem() throws Exception {
    List<BackupId> backups = completed(Scene.of(world()), 10);
    List<Object> marked =
        RacesContract.race(
            () -> {
              List<BackupId> mine = new ArrayList<>(backups);
              Collections.shuffle(mine);
              return expire(mine);
            });
    assertThat(marked).allSatisfy(count -> assertThat(count).isInstanceOf(Integer.class));
    assertThat(marked.stream().mapToInt(Integer.class::cast).sum()).isEqualTo(20);
  }

  @RepeatedTest(5)
  default void retainKeepsTheWholeBackupOrComesTooLate() throws Exception {
    BackupId backup = completed(Scene.of(world()), 1).getFirst();
    List<Object> outcomes =
        RacesContract.race(
            List.of(
                () -> expire(List.of(backup)),
                () -> world().did(backups -> backups.retain(backup))));
    Optional<Backup> left = world().read(s -> s.backups().get(backup));
    assertThat(outcomes.getLast()).isEqualTo(left.isPresent());
    if (left.isPresent()) {
      assertThat(outcomes.getFirst()).isEqualTo(0);
      assertThat(left.get().copies()).hasSize(2).allMatch(c -> c.expiresAt().equals(Copy.NEVER));
    } else {
      assertThat(outcomes.getFirst()).isEqualTo(2);
    }
  }

  @RepeatedTest(5)
  default void aBackupIsEitherRestoredOrExpires() throws Exception {
    Backup backup = world().get(completed(Scene.of(world()), 1).getFirst());
    List<Object> outcomes =
        RacesContract.race(
            List.of(
                () -> expire(List.of(backup.id())),
                () -> world().restore(backup, backup.origin().addonId()).status()));
    if (outcomes.getLast() instanceof GoneException) {
      assertThat(outcomes.getFirst()).isEqualTo(2);
    } else {
      assertThat(outcomes).isEqualTo(List.of(0, BackupStatus.SCHEDULED));
    }
  }

  @RepeatedTest(3)
  default void peopleNodesAndNewRetentionsGetAlongOnManyBackups() throws Exception {
    Scene scene = Scene.of(world());
    List<BackupId> backups = completed(scene, 10);
    List<Callable<?>> all = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      all.add(() -> expire(backups.reversed()));
      all.add(
          () -> {
            scene.renew(scene.hourly(), Map.of(scene.east().id(), 3, scene.west().id(), 3));
            return "renewed";
          });
      all.add(
          () -> {
            for (BackupId id : backups.reversed()) {
              world().did(b -> b.markDeleting(id, null, World.NOW));
            }
            return "deleted";
          });
    }
    assertThat(RacesContract.race(all)).hasSize(6).noneMatch(Exception.class::isInstance);
    List<BackupStore.DoomedCopy> doomed = world().read(s -> s.backups().doomed());
    assertThat(doomed).hasSize(20);
  }
}
