package holdfast.cli.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import tools.jackson.databind.JsonNode;

/** Looks at a backup or restore until it has ended, and shows how far it is. */
record Waiting(String title) {
  private static final Duration LOOK_EVERY = Duration.ofMillis(150);
  private static final int MAX_LOOKS = 2_000;
  private static final Set<String> ENDS = Set.of("completed", "failed", "aborted", "not-supported");
  private static final long MEBIBYTE = 1024 * 1024;

  /** Asks the API. */
  @FunctionalInterface
  interface Look {
    JsonNode ask() throws DemoException, IOException, InterruptedException;
  }

  /**
   * The answer that shows it completed; throws when it ended otherwise, or did not end for minutes.
   */
  JsonNode forEnd(Look look) throws DemoException, IOException, InterruptedException {
    try (ProgressBar bar = bar()) {
      for (int i = 0; i < MAX_LOOKS; i++) {
        JsonNode answer = look.ask();
        show(bar, answer.path("progress"));
        if (ENDS.contains(answer.path("status").asString())) {
          return completed(bar, answer);
        }
        Thread.sleep(LOOK_EVERY);
      }
    }
    throw new DemoException(title + " did not end");
  }

  private ProgressBar bar() {
    return new ProgressBarBuilder()
        .setTaskName(title)
        .setStyle(ProgressBarStyle.ASCII)
        .setUnit(" MiB", MEBIBYTE)
        .setUpdateIntervalMillis(100)
        .build();
  }

  /** An answer of a run that has ended tells of no progress any more. */
  private static void show(ProgressBar bar, JsonNode progress) {
    if (progress.isMissingNode()) {
      return;
    }
    long read = progress.path("readBytes").asLong(0);
    bar.maxHint(Math.max(read, progress.path("expectedBytes").asLong(-1)));
    bar.stepTo(read);
  }

  private JsonNode completed(ProgressBar bar, JsonNode answer) throws DemoException {
    if (!answer.path("status").asString().equals("completed")) {
      throw new DemoException(
          "%s ended %s: %s. %s"
              .formatted(
                  title,
                  answer.path("status").asString(),
                  answer.at("/failure/message").asString("no reason is given"),
                  answer.at("/failure/hint").asString("")));
    }
    bar.maxHint(Math.max(1, bar.getCurrent()));
    return answer;
  }
}
