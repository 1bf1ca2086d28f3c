package holdfast.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.model.Project;
import holdfast.model.Slug;
import holdfast.testing.Background;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What holds for all work on a catalog. */
interface TransactionsContract extends InWorld {

  private Optional<Project> find(String slug) {
    return world().read(stores -> stores.projects().find(new Slug(slug)));
  }

  @Test
  default void theInstanceHasOneIdentityHoweverOftenItIsOpened() {
    assertThat(world().catalog().instanceId()).matches("[0-9a-f]{8}");
    try (Catalog again = openAgain()) {
      assertThat(again.instanceId()).isEqualTo(world().catalog().instanceId());
    }
  }

  @Test
  default void whatIsCommittedIsThereWhenOpenedAgain() {
    Project project = world().project("Kept");
    try (Catalog again = openAgain()) {
      Optional<Project> found = again.read(s -> s.projects().get(project.id()));
      assertThat(found).contains(project);
    }
  }

  @Test
  default void workThatThrowsLeavesNothingBehindAndItsExceptionPasses() {
    RuntimeException failure = new RuntimeException("on purpose");
    assertThatThrownBy(
            () ->
                world()
                    .change(
                        stores -> {
                          stores.projects().insert(World.unsavedProject("Gone"));
                          throw failure;
                        }))
        .isSameAs(failure);
    assertThat(find("gone")).isEmpty();
  }

  @Test
  default void afterATakenNameTheWholeTransactionIsRolledBack() {
    world().project("Taken");
    assertThatThrownBy(
            () ->
                world()
                    .change(
                        stores -> {
                          stores.projects().insert(World.unsavedProject("Other"));
                          stores.projects().insert(World.unsavedProject("Taken"));
                        }))
        .isInstanceOf(TakenException.class);
    assertThat(find("other")).isEmpty();
  }

  @Test
  default void aBrokenReferenceIsNotTakenForATakenName() {
    Project never = World.unsavedProject("Never saved");
    assertThatThrownBy(() -> world().addon(never, "Orphan")).isInstanceOf(CatalogException.class);
  }

  @Test
  default void readingCannotWrite() {
    assertThatThrownBy(
            () ->
                world()
                    .read(
                        stores -> {
                          stores.projects().insert(World.unsavedProject("Sneaked in"));
                          return true;
                        }))
        .isInstanceOf(CatalogException.class);
    assertThat(find("sneaked-in")).isEmpty();
  }

  @Test
  default void readingSeesOneStateThroughout() {
    world().project("First");
    int seen =
        world()
            .read(
                stores -> {
                  int before = stores.projects().list(PageRequest.first(10), null).items().size();
                  Background.run(() -> world().project("Second")).join();
                  int after = stores.projects().list(PageRequest.first(10), null).items().size();
                  return after * 10 + before;
                });
    assertThat(seen).isEqualTo(11);
    assertThat(find("second")).isPresent();
  }

  @Test
  default void readersDoNotWaitForAWriter() throws Exception {
    CyclicBarrier step = new CyclicBarrier(2);
    CompletableFuture<Void> writer =
        Background.run(
            () ->
                world()
                    .change(
                        stores -> {
                          stores.projects().insert(World.unsavedProject("Slow"));
                          await(step);
                          await(step);
                        }));
    await(step);
    assertThat(find("slow")).isEmpty();
    await(step);
    writer.get(10, TimeUnit.SECONDS);
    assertThat(find("slow")).isPresent();
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  default void workThatCallsTheCatalogAgainIsRefusedAtOnce() {
    assertThatThrownBy(
            () -> world().write(outer -> world().write(inner -> inner.projects().toString())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("must not call a catalog again");
  }

  @Test
  default void theConnectionOfTheStoresIsTheTransactions() {
    assertThatThrownBy(
            () ->
                world()
                    .change(
                        stores -> {
                          World.execute(
                              stores, "INSERT INTO role VALUES ('r', 'r', '[]', null, 1)");
                          throw new IllegalStateException("on purpose");
                        }))
        .hasMessage("on purpose");
    Optional<AccessStore.Role> role = world().read(s -> s.access().roleByName("r"));
    assertThat(role).isEmpty();
  }

  @Test
  default void storesAreOfNoUseWhenTheirWorkIsOver() {
    ProjectStore escaped = world().read(Stores::projects);
    assertThatThrownBy(() -> escaped.find(new Slug("x"))).isInstanceOf(RuntimeException.class);
  }
}
