package holdfast.engine;

import holdfast.catalog.Catalog;
import holdfast.catalog.LogStore.LogLine;
import holdfast.model.Key;
import holdfast.model.RunLog;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * The log of one run, kept in the catalog. Lines wait in memory until {@link #flush}. Thread-safe.
 */
final class RunJournal implements RunLog, AutoCloseable {
  /** What a tool that repeats itself for ever may fill. */
  private static final int MAX_LINES = 10_000;

  private static final int MAX_LINE_LENGTH = 4_000;

  private final Catalog catalog;
  private final Clock clock;
  private final Key run;
  private List<LogLine> waiting = new ArrayList<>();
  private int count;

  RunJournal(Catalog catalog, Clock clock, Key run) {
    this.catalog = catalog;
    this.clock = clock;
    this.run = run;
  }

  /** Our own words. */
  void say(String line) {
    line("holdfast", line);
  }

  @Override
  public synchronized void line(String container, String line) {
    if (count < MAX_LINES) {
      count++;
      String text = count == MAX_LINES ? "too many lines: the rest is not kept" : line;
      String cut = text.substring(0, Math.min(text.length(), MAX_LINE_LENGTH));
      waiting.add(new LogLine(run, clock.instant(), container, cut));
    }
  }

  void flush() {
    List<LogLine> lines = take();
    if (!lines.isEmpty()) {
      catalog.write(
          stores -> {
            stores.logs().append(lines);
            return lines.size();
          });
    }
  }

  private synchronized List<LogLine> take() {
    List<LogLine> lines = waiting;
    waiting = new ArrayList<>();
    return lines;
  }

  @Override
  public void close() {
    flush();
  }
}
