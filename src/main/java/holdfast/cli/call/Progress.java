package holdfast.cli.call;

import holdfast.cli.Shell;
import holdfast.cli.output.Format;
import java.io.PrintStream;
import me.tongfei.progressbar.InteractiveConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Shows how far something is, on stderr: as a bar on a terminal, else in lines. */
sealed interface Progress extends AutoCloseable {

  /** A backup or restore, as the API shows it. */
  void show(JsonNode run);

  /**
   * @param expected 0 where it is not known
   */
  void show(String what, long done, long expected);

  @Override
  void close();

  static Progress on(Shell shell) {
    return shell.terminal().errors()
        ? new Bar(shell.err(), shell.terminal().width())
        : new Lines(shell.err());
  }

  /** Says nothing. */
  final class None implements Progress {
    @Override
    public void show(JsonNode run) {}

    @Override
    public void show(String what, long done, long expected) {}

    @Override
    public void close() {}
  }

  /** Bytes, rate and time left, in one line that changes. */
  final class Bar implements Progress {
    private static final int WIDEST = 79;
    private static final long MEGABYTE = 1_000_000;

    private final PrintStream err;
    private final int width;
    private @Nullable ProgressBar bar;

    /** A line that is as wide as the terminal would wrap on some, and each change be a new line. */
    Bar(PrintStream err, int terminalWidth) {
      this.err = err;
      this.width = Math.min(WIDEST, terminalWidth - 1);
    }

    @Override
    public void show(JsonNode run) {
      JsonNode progress = run.path("progress");
      if (bar != null && run.path("status").asString("").equals("completed")) {
        bar.stepTo(bar.getMax()); // One that has ended tells of no progress any more.
      } else if (!progress.isMissingNode()) {
        show(
            run.path("status").asString(""),
            progress.path("readBytes").asLong(0),
            progress.path("expectedBytes").asLong(0));
      }
    }

    @Override
    public void show(String what, long done, long expected) {
      ProgressBar shown = bar == null ? start(what) : bar;
      bar = shown;
      // An estimate that was too low; unknown is less than nothing.
      shown.maxHint(expected == 0 ? -1 : Math.max(done, expected));
      shown.stepTo(done);
    }

    private ProgressBar start(String what) {
      return new ProgressBarBuilder()
          .setTaskName(what)
          .setStyle(ProgressBarStyle.ASCII)
          .setUnit(" MB", MEGABYTE)
          .showSpeed()
          .setUpdateIntervalMillis(100)
          .setConsumer(new InteractiveConsoleProgressBarConsumer(err, width))
          .build();
    }

    @Override
    public void close() {
      if (bar != null) {
        bar.close();
      }
    }
  }

  /** A line for each change of the status, and one now and then meanwhile. */
  final class Lines implements Progress {
    private static final long PAUSE_NANOS = 10_000_000_000L;

    private final PrintStream err;
    private String last = "";
    private long lastAt;

    Lines(PrintStream err) {
      this.err = err;
    }

    @Override
    public void show(JsonNode run) {
      show(
          run.path("status").asString(""),
          run.at("/progress/readBytes").asLong(0),
          run.at("/progress/expectedBytes").asLong(0));
    }

    @Override
    public void show(String what, long done, long expected) {
      boolean isNews = !what.equals(last);
      if (!isNews && System.nanoTime() - lastAt < PAUSE_NANOS) {
        return;
      }
      lastAt = System.nanoTime();
      last = what;
      err.println(isNews || done == 0 ? what : what + " " + amount(done, expected));
    }

    private static String amount(long done, long expected) {
      return expected > done
          ? Format.size(done) + " of about " + Format.size(expected)
          : Format.size(done);
    }

    @Override
    public void close() {
      err.flush();
    }
  }
}
