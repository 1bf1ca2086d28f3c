package holdfast.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.catalog.LogStore.LogLine;
import holdfast.model.Key;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a log store promises. */
interface LogsContract extends InWorld {
  Key RUN = new Key("0123456789ab".repeat(2));

  private static LogLine line(Key run, int second, String text) {
    return new LogLine(run, World.NOW.plusSeconds(second), "pg_dump", text);
  }

  private List<String> range(int from, int to, int limit, boolean newestFirst) {
    List<LogLine> lines =
        world()
            .read(
                s ->
                    s.logs()
                        .range(
                            RUN,
                            World.NOW.plusSeconds(from),
                            World.NOW.plusSeconds(to),
                            limit,
                            newestFirst));
    return lines.stream().map(LogLine::line).toList();
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
  default void aLineComesBackWhole() {
    LogLine line = line(RUN, 0, "it's \"quoted\", ünïcode ✓ and :named");
    world().change(s -> s.logs().append(List.of(line)));
    List<LogLine> lines =
        world().read(s -> s.logs().range(RUN, World.NOW, World.NOW.plusSeconds(1), 1, false));
    assertThat(lines).containsExactly(line);
  }
}
