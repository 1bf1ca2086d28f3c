package holdfast.cli.call;

import holdfast.cli.CommandException;
import holdfast.cli.Shell;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Waits for the end of a run and shows how far it is.
 *
 * @param limit how long at most; null for as long as it takes
 */
record Waiting(Shell shell, @Nullable Duration limit) {
  private static final Duration FIRST_LOOK = Duration.ofMillis(100);
  private static final Duration LATER_LOOKS = Duration.ofSeconds(1);

  /** The run as it was seen last: ended, unless the time is up. */
  JsonNode forEnd(RunLook look) throws CommandException, IOException, InterruptedException {
    long began = System.nanoTime();
    Duration pause = FIRST_LOOK;
    try (Progress progress = Progress.on(shell)) {
      while (true) {
        JsonNode run = look.look();
        progress.show(run);
        if (RunEnd.of(run).isPresent() || isOver(began)) {
          return run;
        }
        Thread.sleep(pause);
        pause =
            pause.multipliedBy(2).compareTo(LATER_LOOKS) < 0 ? pause.multipliedBy(2) : LATER_LOOKS;
      }
    }
  }

  private boolean isOver(long began) {
    return limit != null && System.nanoTime() - began >= limit.toNanos();
  }
}
