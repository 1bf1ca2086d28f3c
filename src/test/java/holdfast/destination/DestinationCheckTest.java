package holdfast.destination;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.destination.DestinationCheck.Step;
import holdfast.testing.FaultyDestination;
import holdfast.testing.MemoryDestination;
import java.util.List;
import org.junit.jupiter.api.Test;

class DestinationCheckTest {
  private final MemoryDestination memory = new MemoryDestination();

  @Test
  void triesEverythingAndLeavesNothing() {
    List<Step> steps = DestinationCheck.of(memory);

    assertThat(steps).extracting(Step::name).containsExactly("write", "read", "list", "delete");
    assertThat(steps).allMatch(Step::ok).allMatch(step -> step.failure() == null);
    assertNothingIsLeft();
  }

  @Test
  void leavesAloneWhatIsThere() throws Exception {
    DestinationFixture.put(memory, "there", "x");

    DestinationCheck.of(memory);

    assertThat(memory.keys()).containsExactly("there");
  }

  @Test
  void readsAndListsNothingThatCouldNotBeWritten() {
    for (int n = 1; n <= 3; n++) {
      List<Step> steps = DestinationCheck.of(FaultyDestination.beforeCall(n, memory));

      assertThat(steps)
          .containsExactly(
              new Step("write", false, "trouble on purpose", FaultyDestination.TROUBLE));
      assertNothingIsLeft();
    }
  }

  @Test
  void removesWhatWasWrittenThoughTheAnswerWasLost() {
    assertThat(DestinationCheck.of(FaultyDestination.afterCall(3, memory))).hasSize(1);

    assertNothingIsLeft();
  }

  @Test
  void goesOnAndDeletesWhenReadingOrListingFails() {
    List<Step> cannotRead = DestinationCheck.of(FaultyDestination.beforeCall(4, memory));
    assertThat(cannotRead).extracting(Step::ok).containsExactly(true, false, true, true);
    List<Step> breaksOff = DestinationCheck.of(FaultyDestination.beforeCall(5, memory));
    assertThat(breaksOff).extracting(Step::ok).containsExactly(true, false, true, true);
    List<Step> cannotList = DestinationCheck.of(FaultyDestination.beforeCall(7, memory));
    assertThat(cannotList).extracting(Step::ok).containsExactly(true, true, false, true);

    assertNothingIsLeft();
  }

  @Test
  void saysThatItCannotDelete() {
    List<Step> steps = DestinationCheck.of(FaultyDestination.beforeCall(8, memory));

    assertThat(steps.getLast())
        .isEqualTo(new Step("delete", false, "trouble on purpose", FaultyDestination.TROUBLE));
  }

  private void assertNothingIsLeft() {
    assertThat(memory.keys()).isEmpty();
    assertThat(memory.openUploads()).isEmpty();
  }
}
