package holdfast.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.catalog.LogStore.KeptLine;
import holdfast.catalog.LogStore.LogLine;
import holdfast.model.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What a log store promises. */
interface LogsContract extends InWorld {
  Key RUN = new Key("0123456789ab".repeat(2));

  private static LogLine line(Key run, int second, String text) {
    return new LogLine(run, World.NOW.plusSeconds(second), "pg_dump", text);
  }

  private List<String> range(int from, int to, int limit, boolean newestFirst) {
    return texts(query(from, to, limit, newestFirst, Set.of()));
  }

  private static LogQuery query(
      int from, int to, int limit, boolean newestFirst, Set<String> containers) {
    return new LogQuery(
        RUN,
        World.NOW.plusSeconds(from),
        World.NOW.plusSeconds(to),
        containers,
        newestFirst,
        newestFirst ? Long.MAX_VALUE : 0,
        limit);
  }

  private List<KeptLine> lines(LogQuery query) {
    return world().read(s -> s.logs().lines(query));
  }

  private List<String> texts(LogQuery query) {
    return lines(query).stream().map(kept -> kept.line().line()).toList();
  }

  private void sayFive() {
    LogLine elsewhere = line(new Key("f".repeat(24)), 2, "of another run");
    world()
        .change(
            s -> {
              s.logs().append(List.of(line(RUN, 0, "a"), line(RUN, 1, "b"), elsewhere));
              s.logs().append(List.of());
              s.logs().append(List.of(line(RUN, 1, "c"), line(RUN, 2, "d"), line(RUN, 3, "e")));
            });
  }

  @Test
  default void aRunsLinesComeInTheOrderInWhichTheyWereSaid() {
    sayFive();
    assertThat(range(0, 9, 100, false)).containsExactly("a", "b", "c", "d", "e");
    assertThat(range(0, 9, 100, true)).containsExactly("e", "d", "c", "b", "a");
  }

  @Test
  default void theRangeIncludesItsStartAndNotItsEnd() {
    sayFive();
    assertThat(range(1, 3, 100, false)).containsExactly("b", "c", "d");
    assertThat(range(4, 9, 100, false)).isEmpty();
  }

  @Test
  default void aLimitKeepsTheOldestOrTheNewest() {
    sayFive();
    assertThat(range(0, 9, 2, false)).containsExactly("a", "b");
    assertThat(range(0, 9, 2, true)).containsExactly("e", "d");
  }

  @Test
  default void containersNarrowTheLines() {
    sayFive();
    LogLine ours = new LogLine(RUN, World.NOW.plusSeconds(2), "holdfast", "f");
    world().change(s -> s.logs().append(List.of(ours)));
    assertThat(texts(query(0, 9, 9, false, Set.of("holdfast")))).containsExactly("f");
    assertThat(texts(query(2, 9, 2, true, Set.of("holdfast", "pg_dump"))))
        .containsExactly("f", "e");
    assertThat(texts(query(0, 9, 9, false, Set.of("mysqldump")))).isEmpty();
  }

  @Test
  default void pagesGoOnBehindALineInEitherDirection() {
    sayFive();
    for (boolean newestFirst : List.of(false, true)) {
      List<String> all = range(0, 9, 9, newestFirst);
      LogQuery rest = query(0, 9, 2, newestFirst, Set.of());
      for (int i = 0; i < 4; i += 2) {
        List<KeptLine> page = lines(rest);
        assertThat(page)
            .extracting(kept -> kept.line().line())
            .containsExactly(all.get(i), all.get(i + 1));
        rest = rest.beyond(page.getLast().id());
      }
      assertThat(texts(rest)).containsExactly(all.getLast());
    }
  }

  @Test
  default void theNewestIdIsThatOfTheRunsLastLine() {
    assertThat(newest()).isZero();
    sayFive();
    long newest = newest();
    assertThat(lines(LogQuery.oldest(RUN, 9)).getLast().id()).isEqualTo(newest);
    assertThat(lines(LogQuery.following(RUN, newest, Set.of(), 9))).isEmpty();
    world().change(s -> s.logs().append(List.of(line(RUN, 0, "later"))));
    assertThat(texts(LogQuery.following(RUN, newest, Set.of(), 9))).containsExactly("later");
  }

  private long newest() {
    return world().read(s -> s.logs().newest(RUN));
  }

  @Test
  default void aReaderMissesNothingOfTwoWritersOfOneRun() throws Exception {
    Key run = world().backup().id().key();
    List<String> seen = new ArrayList<>();
    try (ExecutorService writers = Executors.newFixedThreadPool(2)) {
      List<Future<?>> writing = new ArrayList<>();
      for (String writer : List.of("a", "b")) {
        writing.add(writers.submit(() -> sayTwentyTimes(run, writer)));
      }
      long last = 0;
      boolean isDone = false;
      while (!isDone) {
        isDone = writing.stream().allMatch(Future::isDone);
        for (KeptLine kept : lines(LogQuery.following(run, last, Set.of(), 500))) {
          seen.add(kept.line().line());
          last = kept.id();
        }
      }
      for (Future<?> writer : writing) {
        writer.get();
      }
    }
    assertThat(seen).doesNotHaveDuplicates().hasSize(80);
  }

  private void sayTwentyTimes(Key run, String writer) {
    for (int i = 0; i < 20; i++) {
      String text = writer + i;
      world()
          .change(
              s -> s.logs().append(List.of(line(run, 1, text + ".1"), line(run, 1, text + ".2"))));
    }
  }

  @Test
  default void aLineComesBackWhole() {
    LogLine line = line(RUN, 0, "it's \"quoted\", ünïcode ✓ and :named");
    world().change(s -> s.logs().append(List.of(line)));
    assertThat(lines(LogQuery.oldest(RUN, 1))).extracting(KeptLine::line).containsExactly(line);
  }
}
