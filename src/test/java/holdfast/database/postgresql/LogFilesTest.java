package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LogFilesTest {
  private static final long MIB = 1 << 20;
  private static final List<LogRange> NEEDED =
      List.of(
          new LogRange(1, 0x1_FE00_0028L, 0x2_0000_0000L),
          new LogRange(2, 0x2_0000_0000L, 0x2_0100_0001L));

  @Test
  void areThereInWhateverOrder() throws MalformedArchive {
    assertThat(
            missing(
                16 * MIB,
                "000000020000000200000001",
                "0000000100000001000000FF",
                "000000020000000200000000",
                "0000000100000001000000FE"))
        .isEmpty();
  }

  @Test
  void areOfTheSizeThatTheServerHasThem() throws MalformedArchive {
    String[] names = {"000000010000000100000003", "000000020000000200000000"};
    assertThat(missing(1024 * MIB, names)).isEmpty();
    assertThat(missing(512 * MIB, names)).isNotEmpty();
  }

  @Test
  void ofTwoTimelinesDoNotHideAGap() throws MalformedArchive {
    assertThat(
            missing(
                16 * MIB,
                "0000000100000001000000FE",
                "0000000100000001000000FF",
                "0000000200000001000000FF",
                "000000020000000200000001"))
        .hasValue("the log from 2/0 to 2/1000001 is not whole");
  }

  @Test
  void mustBeThereToTheLastByte() throws MalformedArchive {
    assertThat(missing(16 * MIB)).isNotEmpty();
    assertThat(
            missing(
                16 * MIB,
                "0000000100000001000000FE",
                "0000000100000001000000FF",
                "000000020000000200000000"))
        .hasValue("the log from 2/0 to 2/1000001 is not whole");
  }

  private static Optional<String> missing(long bytes, String... names) throws MalformedArchive {
    LogFiles files = new LogFiles();
    for (String name : names) {
      assertThat(files.take(new TarHeader("pg_wal/" + name, '0', bytes))).isTrue();
    }
    return files.missing(NEEDED);
  }
}
