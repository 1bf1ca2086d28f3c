package holdfast.destination;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.model.FailureCode;
import holdfast.testing.FaultyDestination;
import holdfast.testing.MemoryDestination;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetryingDestinationTest extends DestinationContract {
  private static final Retry TWICE = new Retry(2, Duration.ZERO, Duration.ZERO, time -> {});

  @Override
  protected Destination open() {
    return new RetryingDestination(new MemoryDestination(), TWICE);
  }

  @Test
  void repeatsEachCallThatCanBeRepeated() throws Exception {
    MemoryDestination memory = new MemoryDestination();
    put(memory, "a", "x");
    for (Retry.Action action : repeatable(memory)) {
      action.run();
    }
  }

  /** Each with a destination whose first call fails. */
  private static List<Retry.Action> repeatable(MemoryDestination memory) {
    return List.of(
        () -> failingOnce(memory).stat("a"),
        () -> failingOnce(memory).open("a", 0),
        () -> failingOnce(memory).list("", object -> {}),
        () -> failingOnce(memory).discardUploads(""),
        () -> failingOnce(memory).delete("a"));
  }

  private static Destination failingOnce(MemoryDestination memory) {
    return new RetryingDestination(FaultyDestination.beforeCall(1, memory), TWICE);
  }

  @Test
  void neverRepeatsTheBytesOfAnUpload() throws Exception {
    MemoryDestination memory = new MemoryDestination();
    FaultyDestination faulty = FaultyDestination.beforeCall(2, memory);
    Upload upload = new RetryingDestination(faulty, TWICE).upload("a");

    assertFailsWith(FailureCode.DESTINATION_ERROR, () -> upload.write(new byte[1], 0, 1));
    assertThat(faulty.calls()).isEqualTo(2);
  }

  @Test
  void showsEachObjectOnceAlthoughTheListBroke() throws Exception {
    MemoryDestination memory = new MemoryDestination();
    for (String key : List.of("a", "b", "c", "d")) {
      put(memory, key, key);
    }
    List<String> keys = new ArrayList<>();

    FaultyDestination answersLate = FaultyDestination.afterCall(1, memory);
    new RetryingDestination(answersLate, TWICE).list("", object -> keys.add(object.key()));

    assertThat(keys).containsExactly("a", "b", "c", "d");
    assertThat(answersLate.calls()).isEqualTo(2);
  }
}
