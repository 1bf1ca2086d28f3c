package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LogRangeTest {

  @Test
  void spansTimelinesAsTheServerListsThem() throws MalformedArchive {
    LogRange newest = range(3, "0/5000000", "0/60000A0");
    LogRange between = range(2, "0/4000000", "0/5000000");
    LogRange oldest = range(1, "0/2000028", "0/4000000");
    assertThat(LogRange.spanning(List.of(newest, between, oldest)))
        .isEqualTo(range(3, "0/2000028", "0/60000A0"));
    assertThat(LogRange.spanning(List.of(oldest))).isEqualTo(oldest);
  }

  private static LogRange range(long timeline, String start, String end) throws MalformedArchive {
    return new LogRange(timeline, LogRange.position(start), LogRange.position(end));
  }
}
