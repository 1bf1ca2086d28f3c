package holdfast.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.model.Addon;
import holdfast.model.AddonState;
import holdfast.model.Backup;
import holdfast.model.ConnectionUri;
import holdfast.model.Coverage;
import holdfast.model.Project;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an addon store promises. */
interface AddonsContract extends InWorld {

  private Optional<Addon> stored(Addon addon) {
    return world().read(s -> s.addons().get(addon.id()));
  }

  @Test
  default void anAddonComesBackWithItsConnectionInClear() {
    Addon addon = world().addon(world().project("App"), "Main db");
    Optional<Addon> bySlug = world().read(s -> s.addons().find(addon.projectId(), addon.slug()));
    assertThat(stored(addon)).contains(addon);
    assertThat(bySlug).contains(addon);
    assertThat(stored(addon).orElseThrow().connection().secret().reveal()).contains(World.PASSWORD);
  }

  @Test
  default void anAddonsSlugIsTakenWithinItsProjectOnly() {
    Project here = world().project("Here");
    Project there = world().project("There");
    world().addon(here, "Database");
    world().addon(there, "Database");
    assertThatThrownBy(() -> world().addon(here, "database"))
        .isInstanceOf(TakenException.class)
        .hasMessageContaining("database");
  }

  @Test
  default void anAddonIsNotFoundInAnotherProject() {
    Addon addon = world().addon(world().project("Here"), "Database");
    Project there = world().project("There");
    Optional<Addon> found = world().read(s -> s.addons().find(there.id(), addon.slug()));
    assertThat(found).isEmpty();
  }

  @Test
  default void anAddonChangesAllButItsIdProjectSlugTypeStateAndCreation() {
    Addon old = world().addon(world().project("App"), "Old");
    Addon changed =
        new Addon(
            old.id(),
            old.projectId(),
            old.slug(),
            "New",
            "described",
            old.type(),
            null,
            AddonState.RUNNING,
            new ConnectionUri("postgresql://elsewhere/app"),
            Coverage.allBut(Set.of("scratch", "other")),
            "{}",
            old.createdAt(),
            World.NOW.plusSeconds(1));
    world().change(s -> s.addons().update(changed));
    assertThat(stored(old)).contains(changed);
  }

  @Test
  default void aDeletedAddonIsGoneAndItsBackupsStay() {
    Project project = world().project("App");
    Addon addon = world().addon(project, "Database");
    Backup backup = world().backup(project, addon, "Nightly", world().destination("Place"));
    world().change(s -> s.addons().delete(addon.id()));
    world().change(s -> s.projects().delete(project.id()));
    assertThat(stored(addon)).isEmpty();
    assertThat(world().get(backup.id())).isEqualTo(backup);
    assertThat(world().documents(backup.copies().getFirst().destinationId())).hasSize(1);
  }

  @Test
  default void addonsAreListedNewestFirstAndOnlyTheProjects() {
    Project project = world().project("App");
    Addon a = world().addon(project, "Aaa");
    Addon b = world().addon(project, "Bbb");
    Addon c = world().addon(project, "Ccc");
    world().addon(world().project("Other"), "Ddd");
    List<Addon> walked =
        InWorld.walk(2, page -> world().read(s -> s.addons().list(project.id(), page)));
    assertThat(walked).containsExactly(c, b, a);
    List<Addon> all = world().read(s -> s.addons().of(project.id()));
    assertThat(all).containsExactly(a, b, c);
  }

  @Test
  default void aSecretMovedToAnotherRowDoesNotOpen() {
    Project project = world().project("App");
    Addon poor = world().addon(project, "Poor");
    Addon rich = world().addon(project, "Rich");
    world()
        .change(
            s ->
                World.execute(
                    s,
                    "UPDATE addon SET connection = (SELECT connection FROM addon WHERE id = '%s') WHERE id = '%s'"
                        .formatted(rich.id(), poor.id())));
    assertThatThrownBy(() -> stored(poor)).isInstanceOf(CatalogException.class);
  }

  @Test
  default void movesTheStateApartFromTheRest() {
    Addon addon = world().addon(world().project("Shop"), "DB");
    world().change(stores -> stores.addons().move(addon.id(), AddonState.PAUSED));
    world().change(stores -> stores.addons().update(addon));
    Optional<AddonState> state = world().read(stores -> stores.addons().state(addon.id()));
    assertThat(state).contains(AddonState.PAUSED);
    assertThat(stored(addon).orElseThrow().state()).isEqualTo(AddonState.PAUSED);
  }
}
