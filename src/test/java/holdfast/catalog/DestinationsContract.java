package holdfast.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.model.Backup;
import holdfast.model.BackupDestination;
import holdfast.model.DestinationId;
import holdfast.model.Location;
import holdfast.model.Secret;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a destination store promises. */
interface DestinationsContract extends InWorld {

  private Optional<BackupDestination> stored(BackupDestination destination) {
    return world().read(s -> s.destinations().get(destination.id()));
  }

  private boolean isUsed(DestinationId id) {
    return world().read(s -> s.destinations().isUsed(id));
  }

  @Test
  default void bothKindsOfDestinationComeBackWithTheirSecretsInClear() {
    BackupDestination local = world().destination("On disk");
    BackupDestination s3 = world().destination("In the cloud", World.s3());
    assertThat(stored(local)).contains(local);
    assertThat(stored(s3)).contains(s3);
  }

  @Test
  default void aDestinationIsFoundBySlugAndByName() {
    BackupDestination destination = world().destination("My Bucket", World.s3());
    Optional<BackupDestination> bySlug =
        world().read(s -> s.destinations().find(destination.slug()));
    Optional<BackupDestination> byName =
        world().read(s -> s.destinations().findByName("My Bucket"));
    Optional<BackupDestination> byOther =
        world().read(s -> s.destinations().findByName("my bucket"));
    assertThat(bySlug).contains(destination);
    assertThat(byName).contains(destination);
    assertThat(byOther).isEmpty();
  }

  @Test
  default void aDestinationsSlugIsTakenOnce() {
    world().destination("My Bucket");
    assertThatThrownBy(() -> world().destination("my-bucket")).isInstanceOf(TakenException.class);
  }

  @Test
  default void aDestinationChangesItsNameDescriptionAndLocation() {
    BackupDestination old = world().destination("Old", World.s3());
    BackupDestination changed =
        renamed(old, "New", new Location.S3("b2", "r2", "e2", "a2", new Secret("s2")));
    world().change(s -> s.destinations().update(changed));
    assertThat(stored(old)).contains(changed);
  }

  @Test
  default void aDestinationCannotTakeTheNameOfAnother() {
    world().destination("First");
    BackupDestination second = world().destination("Second");
    BackupDestination renamed = renamed(second, "First", second.location());
    assertThatThrownBy(() -> world().change(s -> s.destinations().update(renamed)))
        .isInstanceOf(TakenException.class)
        .hasMessageContaining("First");
    assertThat(stored(second)).contains(second);
  }

  private static BackupDestination renamed(BackupDestination old, String name, Location location) {
    return new BackupDestination(
        old.id(),
        old.slug(),
        name,
        "described",
        old.prefix(),
        location,
        old.createdAt(),
        World.NOW.plusSeconds(3));
  }

  @Test
  default void destinationsAreListedNewestFirst() {
    BackupDestination a = world().destination("Aaa");
    BackupDestination b = world().destination("Bbb", World.s3());
    BackupDestination c = world().destination("Ccc");
    List<BackupDestination> walked =
        InWorld.walk(2, page -> world().read(s -> s.destinations().list(page)));
    assertThat(walked).containsExactly(c, b, a);
  }

  @Test
  default void aDestinationIsUsedUntilItsLastCopyIsRemoved() {
    Backup backup = world().completed(world().backup());
    DestinationId here = backup.copies().getFirst().destinationId();
    assertThat(isUsed(here)).isTrue();
    world().did(b -> b.markDeleting(backup.id(), here, World.NOW));
    assertThat(isUsed(here)).isTrue();
    world().change(s -> s.backups().remove(backup.id(), here));
    assertThat(isUsed(here)).isFalse();
  }

  @Test
  default void aDestinationThatIsUsedCannotBeDeleted() {
    Backup backup = world().backup();
    DestinationId here = backup.copies().getFirst().destinationId();
    assertThatThrownBy(() -> world().change(s -> s.destinations().delete(here)))
        .isInstanceOf(CatalogException.class);
    assertThat(world().documents(here)).hasSize(1);
  }

  @Test
  default void aDeletedDestinationTakesTheNotesOfLostAttemptsWithIt() {
    Backup claimed = world().claim(world().backup());
    world().did(b -> b.finish(claimed.id(), 1, World.failure(claimed)));
    DestinationId here = claimed.copies().getFirst().destinationId();
    world().did(b -> b.markDeleting(claimed.id(), here, World.NOW));
    world().change(s -> s.backups().remove(claimed.id(), here));
    world().change(s -> s.destinations().delete(here));
    List<AttemptStore.Attempt> lost = world().read(s -> s.attempts().lost());
    assertThat(lost)
        .extracting(AttemptStore.Attempt::destinationId)
        .doesNotContain(here)
        .hasSize(1);
  }
}
