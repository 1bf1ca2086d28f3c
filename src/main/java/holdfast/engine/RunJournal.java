package holdfast.engine;

import holdfast.catalog.Catalog;
import holdfast.catalog.LogStore.LogLine;
import holdfast.catalog.Stores;
import holdfast.model.Failure;
import holdfast.model.Key;
import holdfast.model.RunLog;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The log of one run, kept in the catalog. Lines wait in memory until {@link #flush}. Thread-safe.
 */
final class RunJournal implements RunLog, AutoCloseable {
  private static final String OURS = "holdfast";

  /** What a tool that repeats itself for ever may fill. */
  private static final int MAX_LINES = 10_000;

  /** Room for our own words after that, so that the end of the story is not lost. */
  private static final int MAX_LAST_LINES = 100;

  private static final int MAX_LINE_LENGTH = 4_000;

  /**
   * What a terminal would take for commands; and NUL, which PostgreSQL does not store. Half a pair
   * of surrogates it does not either.
   */
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cs}&&[^\\t]]");

  private final Catalog catalog;
  private final Clock clock;
  private final Key run;
  private final ReentrantLock flushing = new ReentrantLock();
  private final List<LogLine> waiting = new ArrayList<>();
  private int count;

  RunJournal(Catalog catalog, Clock clock, Key run) {
    this.catalog = catalog;
    this.clock = clock;
    this.run = run;
  }

  /** A line in our own words, for a log that no run writes. */
  static LogLine ours(Key run, Instant at, String line) {
    return new LogLine(run, at, OURS, line);
  }

  /** Our own words. */
  void say(String line) {
    line(OURS, line);
  }

  /** Our own words on what went wrong, and what to do about it. */
  void say(String what, Failure failure) {
    say("%s: %s (%s)".formatted(what, failure.message(), failure.code().wire()));
    say(failure.hint());
  }

  @Override
  public synchronized void line(String container, String line) {
    int room = container.equals(OURS) ? MAX_LINES + MAX_LAST_LINES : MAX_LINES;
    if (count >= room) {
      return;
    }
    count++;
    String text = count == MAX_LINES ? "too many lines: the rest is not kept" : line;
    String cut = text.substring(0, Math.min(text.length(), MAX_LINE_LENGTH));
    String printable = UNPRINTABLE.matcher(cut).replaceAll("\uFFFD");
    waiting.add(new LogLine(run, clock.instant(), container, printable));
  }

  /** Writes what waits. What cannot be written now waits on. */
  void flush() {
    if (!waiting().isEmpty()) {
      flushWith(stores -> stores);
    }
  }

  /** Does some work, and writes what waits in the same transaction. */
  <T> T flushWith(Function<Stores, T> work) {
    return flushWith(work, answer -> Optional.empty());
  }

  /**
   * The same with some last words on what came of the work: they are said if and only if it is
   * kept. One at a time, or a later line could be kept before an earlier one.
   */
  <T> T flushWith(Function<Stores, T> work, Function<T, Optional<String>> lastWords) {
    flushing.lock();
    try {
      List<LogLine> lines = waiting();
      T answer =
          catalog.write(
              stores -> {
                T done = work.apply(stores);
                List<LogLine> all = new ArrayList<>(lines);
                lastWords.apply(done).ifPresent(it -> all.add(ours(run, clock.instant(), it)));
                stores.logs().append(all);
                return done;
              });
      forget(lines.size());
      return answer;
    } finally {
      flushing.unlock();
    }
  }

  private synchronized List<LogLine> waiting() {
    return List.copyOf(waiting);
  }

  private synchronized void forget(int oldest) {
    waiting.subList(0, oldest).clear();
  }

  @Override
  public void close() {
    flush();
  }
}
