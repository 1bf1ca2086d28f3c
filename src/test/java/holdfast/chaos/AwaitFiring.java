package holdfast.chaos;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;

/** Nothing but to wait for the next full minute, at which a schedule fires, if it is near. */
record AwaitFiring() implements Work {
  static final Duration NEAR = Duration.ofSeconds(20);

  @Override
  public void run(Installation installation, SplittableRandom random) {
    Instant now = Instant.now();
    Instant minute = now.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
    Duration left = Duration.between(now, minute);
    if (left.compareTo(NEAR) < 0) {
      Pause.millis(left.toMillis() + random.nextInt(1500));
    }
  }
}
