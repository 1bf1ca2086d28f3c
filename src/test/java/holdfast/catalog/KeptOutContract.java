package holdfast.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.model.Addon;
import holdfast.model.Backup;
import holdfast.model.BackupDestination;
import holdfast.model.ConnectionUri;
import holdfast.model.Location;
import holdfast.model.Project;
import holdfast.model.Restore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Who looks at something and then acts on it is not overtaken in between. */
interface KeptOutContract extends InWorld {
  /** Whom nothing keeps out is done long before. */
  int MILLIS = 500;

  /** Begins {@code rival} between two steps of a transaction; answers what became of it. */
  private <T> T between(Consumer<Stores> first, Consumer<Stores> second, Callable<T> rival)
      throws Exception {
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      List<Future<T>> begun = new ArrayList<>();
      world()
          .change(
              stores -> {
                first.accept(stores);
                begun.add(thread.submit(rival));
                letRun(begun.getFirst());
                second.accept(stores);
              });
      return begun.getFirst().get(30, TimeUnit.SECONDS);
    }
  }

  private static void letRun(Future<?> rival) {
    try {
      rival.get(MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return; // kept out, or refused: the test sees which
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Addon changed(Addon addon, String description, ConnectionUri connection) {
    return new Addon(
        addon.id(),
        addon.projectId(),
        addon.slug(),
        addon.name(),
        description,
        addon.type(),
        addon.version(),
        addon.state(),
        connection,
        addon.coverage(),
        addon.echo(),
        addon.createdAt(),
        addon.updatedAt());
  }

  @Test
  default void ofTwoChangesOfAnAddonNeitherIsLost() throws Exception {
    Addon addon = world().addon(world().project("Project"), "Database");
    ConnectionUri elsewhere = new ConnectionUri("postgresql://joe:new@elsewhere/app");
    List<Addon> seen = new ArrayList<>();
    between(
        s -> seen.add(s.addons().lock(addon.id()).orElseThrow()),
        s -> s.addons().update(changed(addon, "described", seen.getFirst().connection())),
        () ->
            world()
                .write(
                    s -> {
                      Addon now = s.addons().lock(addon.id()).orElseThrow();
                      s.addons().update(changed(now, now.description() + "!", elsewhere));
                      return true;
                    }));
    Addon after = world().read(s -> s.addons().get(addon.id())).orElseThrow();
    assertThat(after).isEqualTo(changed(addon, "described!", elsewhere));
  }

  @Test
  default void noRestoreBeginsIntoAnAddonThatIsBeingDeleted() {
    Backup backup = world().completed(world().backup());
    Addon target = world().addon(world().project("Other"), "Target");
    assertThatThrownBy(
            () ->
                between(
                    s -> s.addons().lock(target.id()),
                    s -> {
                      assertThat(s.restores().activeInto(target.id())).isEmpty();
                      s.addons().delete(target.id());
                    },
                    () -> world().restore(backup, target.id())))
        .hasCauseInstanceOf(GoneException.class);
    Optional<Restore> begun = world().read(s -> s.restores().activeInto(target.id()));
    assertThat(begun).isEmpty();
  }

  @Test
  default void noBackupBeginsIntoADestinationThatIsBeingMoved() throws Exception {
    Project project = world().project("Project");
    Addon addon = world().addon(project, "Database");
    BackupDestination place = world().destination("Moved");
    Backup rival = World.unsavedBackup(project, addon, "Rival", place);
    BackupDestination moved =
        new BackupDestination(
            place.id(),
            place.slug(),
            place.name(),
            null,
            place.prefix(),
            new Location.Local("/elsewhere"),
            place.createdAt(),
            place.updatedAt());
    Location found =
        between(
            s -> {
              s.destinations().lock(place.id());
              assertThat(s.destinations().pathsAtRest(place.id())).contains(Set.of());
            },
            s -> s.destinations().update(moved),
            () -> {
              world().add(rival);
              return world().read(s -> s.destinations().get(place.id())).orElseThrow().location();
            });
    assertThat(found).isEqualTo(moved.location());
  }
}
