package holdfast.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.model.Key;
import holdfast.model.Project;
import holdfast.model.ProjectId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a project store promises. */
interface ProjectsContract extends InWorld {

  private Optional<Project> stored(Project project) {
    return world().read(s -> s.projects().get(project.id()));
  }

  private Page<Project> list(PageRequest page, @Nullable Set<ProjectId> visible) {
    return world().read(s -> s.projects().list(page, visible));
  }

  @Test
  default void aProjectIsFoundByIdAndBySlug() {
    Project project = world().project("My App");
    Optional<Project> bySlug = world().read(s -> s.projects().find(project.slug()));
    assertThat(stored(project)).contains(project);
    assertThat(bySlug).contains(project);
  }

  @Test
  default void aProjectThatIsNotThereIsNotFound() {
    Project unsaved = World.unsavedProject("Never");
    Optional<Project> bySlug = world().read(s -> s.projects().find(unsaved.slug()));
    assertThat(stored(unsaved)).isEmpty();
    assertThat(bySlug).isEmpty();
  }

  @Test
  default void aProjectsSlugIsTakenOnceAndFreeAgainWhenItIsGone() {
    Project first = world().project("My App");
    assertThatThrownBy(() -> world().project("my app"))
        .isInstanceOf(TakenException.class)
        .hasMessageContaining("my-app");
    world().change(s -> s.projects().delete(first.id()));
    Project second = world().project("my app");
    assertThat(stored(first)).isEmpty();
    assertThat(stored(second)).contains(second);
  }

  @Test
  default void aProjectChangesAllButItsIdSlugAndCreation() {
    Project old = world().project("Old");
    Project changed =
        new Project(
            old.id(),
            old.slug(),
            "New",
            null,
            "{\"color\":\"#fff\"}",
            old.createdAt(),
            World.NOW.plusSeconds(5));
    world().change(s -> s.projects().update(changed));
    assertThat(stored(old)).contains(changed);
  }

  @Test
  default void aProjectWithAddonsCannotBeDeleted() {
    Project project = world().project("Full");
    world().addon(project, "Database");
    assertThatThrownBy(() -> world().change(s -> s.projects().delete(project.id())))
        .isInstanceOf(CatalogException.class);
    assertThat(stored(project)).isPresent();
  }

  @Test
  default void projectsAreListedNewestFirstPageByPage() {
    Project a = world().project("Aaa");
    Project b = world().project("Bbb");
    Project c = world().project("Ccc");
    Page<Project> first = list(PageRequest.first(2), null);
    assertThat(first.items()).containsExactly(c, b);
    assertThat(first.next()).isEqualTo(b.id().key());
    Page<Project> second = list(new PageRequest(2, first.next(), 0), null);
    assertThat(second).isEqualTo(new Page<>(List.of(a), null));
  }

  @Test
  default void aPageThatEndsTheListExactlyHasNoNext() {
    world().project("Aaa");
    world().project("Bbb");
    Page<Project> page = list(PageRequest.first(2), null);
    assertThat(page.items()).hasSize(2);
    assertThat(page.next()).isNull();
  }

  @Test
  default void anOffsetPassesOverTheNewest() {
    Project a = world().project("Aaa");
    world().project("Bbb");
    world().project("Ccc");
    assertThat(list(new PageRequest(2, null, 2), null).items()).containsExactly(a);
    assertThat(list(new PageRequest(2, null, 3), null).items()).isEmpty();
  }

  @Test
  default void onlyVisibleProjectsAreListedAndPagesOfThemAreFull() {
    Project a = world().project("Aaa");
    world().project("Bbb");
    Project c = world().project("Ccc");
    Set<ProjectId> visible = Set.of(a.id(), c.id(), new ProjectId(new Key("f".repeat(24))));
    Page<Project> first = list(PageRequest.first(1), visible);
    assertThat(first).isEqualTo(new Page<>(List.of(c), c.id().key()));
    assertThat(list(PageRequest.first(2), visible)).isEqualTo(new Page<>(List.of(c, a), null));
    assertThat(list(PageRequest.first(2), Set.of()).items()).isEmpty();
  }
}
