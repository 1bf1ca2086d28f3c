package holdfast.cli.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What people and programs see, on terminals of every width and where there is none. */
class PrinterTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
  private static final List<Column> COLUMNS =
      List.of(
          Column.text("ID", "/id"),
          new Column("STATUS", "/status", Format.STATUS),
          new Column("SIZE", "/size", Format.BYTES),
          new Column("CREATED", "/createdAt", Format.TIME),
          Column.text("NOTE", "/note"));
  private static final String[] ITEMS = {
    "{'id':'nightly','status':'completed','size':1234567,'createdAt':'2026-11-25T11:00:00Z'}",
    "{'id':'a-backup-with-a-very-long-name-indeed-äöü','status':'failed','size':0,'createdAt':'2026-11-20T12:00:00Z'}",
  };

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private static Terminal terminal(int width, boolean isColourful) {
    return new Terminal(true, true, true, width, isColourful);
  }

  private List<String> list(OutputFormat format, Terminal terminal, String... items)
      throws IOException {
    printed.reset();
    Sink sink = printer(format, terminal).items("", COLUMNS, "/id");
    for (String item : items) {
      sink.add(json(item));
    }
    sink.endPage();
    sink.end();
    return printed.toString(UTF_8).lines().toList();
  }

  private Printer printer(OutputFormat format, Terminal terminal) {
    return new Printer(format, terminal, new PrintStream(printed, true, UTF_8), NOW);
  }

  private static JsonNode json(String text) {
    return JSON.readTree(text.replace('\'', '"'));
  }

  @Test
  void aTableShowsDistancesAndUnitsAndLeavesOutWhatNoRowHas() throws IOException {
    assertThat(list(OutputFormat.TABLE, terminal(120, false), ITEMS))
        .containsExactly(
            "ID                                         STATUS     SIZE    CREATED",
            "nightly                                    completed  1.2 MB  1 h ago",
            "a-backup-with-a-very-long-name-indeed-äöü  failed     0 B     5 days ago");
  }

  @ParameterizedTest
  @CsvSource({"120", "80", "60", "50", "46"})
  void noLineIsWiderThanTheTerminal(int width) throws IOException {
    assertThat(list(OutputFormat.TABLE, terminal(width, false), ITEMS))
        .hasSize(3)
        .allSatisfy(line -> assertThat(Widths.of(line)).isLessThanOrEqualTo(width));
  }

  @Test
  void theWidestColumnGivesWayAndSaysThatItDid() throws IOException {
    assertThat(list(OutputFormat.TABLE, terminal(50, false), ITEMS).getLast())
        .startsWith("a-backup-")
        .contains("…  failed     0 B     5 days ago");
  }

  @Test
  void aStatusHasTheColourOfWhatItMeansAndColoursTakeNoRoom() throws IOException {
    List<String> plain = list(OutputFormat.TABLE, terminal(80, false), ITEMS);
    List<String> coloured = list(OutputFormat.TABLE, terminal(80, true), ITEMS);

    assertThat(coloured.get(1)).contains("\u001b[32mcompleted\u001b[0m");
    assertThat(coloured.get(2)).contains("\u001b[31mfailed\u001b[0m");
    assertThat(
            coloured.stream().map(line -> line.replaceAll("\u001b\\[[0-9]*m", "").stripTrailing()))
        .isEqualTo(plain);
  }

  @Test
  void laterPagesStandUnderTheFirst() throws IOException {
    Sink sink = printer(OutputFormat.TABLE, terminal(80, false)).items("", COLUMNS, "/id");
    sink.add(json(ITEMS[0]));
    sink.endPage();
    sink.add(json(ITEMS[1]));
    sink.endPage();

    List<String> lines = printed.toString(UTF_8).lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(2)).startsWith("a-back…").contains("failed");
  }

  @Test
  void programsGetExactValues() throws IOException {
    assertThat(list(OutputFormat.CSV, Terminal.none(), ITEMS[0]))
        .containsExactly(
            "ID,STATUS,SIZE,CREATED,NOTE", "nightly,completed,1234567,2026-11-25T11:00:00Z,");
    assertThat(list(OutputFormat.NAME, Terminal.none(), ITEMS))
        .containsExactly("nightly", "a-backup-with-a-very-long-name-indeed-äöü");
    assertThat(JSON.readTree(String.join("\n", list(OutputFormat.JSON, Terminal.none(), ITEMS))))
        .isEqualTo(json("[" + String.join(",", ITEMS) + "]"));
  }

  @Test
  void whatAServerSaysMovesNoCursorAndForgesNoLine() throws IOException {
    String hostile = "{'id':'a\\u001b[2J\\nb','status':'failed'}";
    assertThat(list(OutputFormat.TABLE, terminal(80, false), hostile).getLast())
        .startsWith("a [2J b");
  }

  @Test
  void csvQuotesWhatWouldBreakItsLine() throws IOException {
    assertThat(
            list(OutputFormat.CSV, Terminal.none(), "{'id':'a,b','note':'say \\'hi\\''}").getLast())
        .isEqualTo("\"a,b\",,,,\"say \"\"hi\"\"\"");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "999, 999 B",
    "1000, 1.0 KB",
    "999949, 999.9 KB",
    "999950, 1.0 MB",
    "1500000000, 1.5 GB",
    "9223372036854775807, 9.2 EB"
  })
  void sizesHaveAUnit(long bytes, String shown) {
    assertThat(Format.size(bytes)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, now",
    "PT0.9S, now",
    "-PT1S, 1 s ago",
    "PT59S, in 59 s",
    "-PT60S, 1 min ago",
    "PT59M59S, in 59 min",
    "-PT1H, 1 h ago",
    "PT47H, in 47 h",
    "P2D, in 2 days",
    "-P729D, 729 days ago",
    "P800D, in 2 years"
  })
  void timesAreShownByTheirDistance(String distance, String shown) {
    assertThat(Format.relative(Duration.parse(distance))).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'interval':'hourly','minute':[0,30]} | hourly :00, :30",
        "{'interval':'daily','minute':[15],'hour':[2,14]} | daily 02:15, 14:15",
        "{'interval':'weekly','minute':[0],'hour':[3],'day':[0,6]} | weekly Mon, Sun 03:00",
      })
  void schedulesReadLikeWords(String scheduling, String shown) {
    assertThat(Timing.text(json(scheduling))).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "['a','b.c','d'] | a, b.c, d",
        "['Backups will fail.','Grant a, b.'] | Backups will fail. Grant a, b.",
        "['One.','two'] | One., two",
        "[1,2] | 1, 2"
      })
  void sentencesFollowEachOtherWithoutCommas(String list, String shown) {
    assertThat(Format.LIST.text(json(list), NOW)).isEqualTo(shown);
  }

  @Test
  void coloursAreForTerminalsThatWantThem() {
    String before = System.setProperty("holdfast.terminal", "012");
    try {
      assertThat(Terminal.ofThisProcess(Map.of()).isColourful()).isTrue();
      assertThat(Terminal.ofThisProcess(Map.of("NO_COLOR", "1")).isColourful()).isFalse();
      assertThat(Terminal.ofThisProcess(Map.of("TERM", "dumb")).isColourful()).isFalse();
      assertThat(Terminal.ofThisProcess(Map.of("COLUMNS", "33")).width()).isEqualTo(33);
      System.setProperty("holdfast.terminal", "02");
      assertThat(Terminal.ofThisProcess(Map.of("COLUMNS", "33")).isColourful()).isFalse();
      assertThat(Terminal.ofThisProcess(Map.of("COLUMNS", "33")).width()).isGreaterThan(10_000);
    } finally {
      if (before == null) {
        System.clearProperty("holdfast.terminal");
      } else {
        System.setProperty("holdfast.terminal", before);
      }
    }
  }
}
