package holdfast.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.testing.Failures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetryTest {
  private final List<Duration> pauses = new ArrayList<>();
  private final Retry retry =
      new Retry(5, Duration.ofMillis(100), Duration.ofMillis(300), pauses::add);
  private int calls;

  @Test
  void doesNotRepeatWhatWorks() throws Exception {
    assertThat(retry.call(() -> failing(0, FailureCode.DESTINATION_ERROR))).isEqualTo("done");
    assertThat(calls).isEqualTo(1);
    assertThat(pauses).isEmpty();
  }

  @Test
  void repeatsUntilItWorks() throws Exception {
    assertThat(retry.call(() -> failing(4, FailureCode.DESTINATION_UNREACHABLE))).isEqualTo("done");
    assertThat(calls).isEqualTo(5);
  }

  @Test
  void givesUpAfterItsLastAttemptWithTheFailure() {
    assertThat(Failures.codeOf(() -> retry.call(() -> failing(9, FailureCode.DESTINATION_ERROR))))
        .isEqualTo(FailureCode.DESTINATION_ERROR);
    assertThat(calls).isEqualTo(5);
    assertThat(pauses).hasSize(4);
  }

  @Test
  void doesNotRepeatWhatCannotPass() {
    assertThat(
            Failures.codeOf(
                () -> retry.call(() -> failing(9, FailureCode.DESTINATION_ACCESS_DENIED))))
        .isEqualTo(FailureCode.DESTINATION_ACCESS_DENIED);
    assertThat(calls).isEqualTo(1);
  }

  @Test
  void doublesItsPausesUpToTheLongest() {
    Failures.codeOf(() -> retry.call(() -> failing(9, FailureCode.DESTINATION_ERROR)));

    assertThat(pauses.get(0)).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
    assertThat(pauses.get(1)).isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
    assertThat(pauses.get(2)).isBetween(Duration.ofMillis(150), Duration.ofMillis(300));
    assertThat(pauses.get(3)).isBetween(Duration.ofMillis(150), Duration.ofMillis(300));
  }

  @Test
  void stopsWaitingWhenItsThreadIsToldTo() {
    Retry interrupted =
        new Retry(
            5,
            Duration.ZERO,
            Duration.ZERO,
            time -> {
              throw new InterruptedException();
            });

    assertThat(
            Failures.codeOf(
                () -> interrupted.call(() -> failing(9, FailureCode.DESTINATION_ERROR))))
        .isEqualTo(FailureCode.ABORTED);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(calls).isEqualTo(1);
  }

  @Test
  void refusesToBeNothing() {
    assertThatThrownBy(() -> new Retry(0, Duration.ZERO, Duration.ZERO, time -> {}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private String failing(int times, FailureCode code) throws FailureException {
    if (++calls <= times) {
      throw new FailureException(code, "trouble", "This is a test.");
    }
    return "done";
  }
}
