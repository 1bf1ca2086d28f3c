package holdfast.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.catalog.Catalog;
import holdfast.catalog.CatalogException;
import holdfast.catalog.LogQuery;
import holdfast.catalog.LogStore.LogLine;
import holdfast.catalog.SqliteCatalog;
import holdfast.catalog.Stores;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.Key;
import holdfast.testing.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunJournalTest {
  private static final Key RUN = new Key("0123456789ab".repeat(2));
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  @TempDir Path folder;
  private final SettableClock clock = new SettableClock(NOW);
  private Catalog catalog;

  @BeforeEach
  void open() {
    catalog =
        SqliteCatalog.open(
            folder.resolve("catalog.db"), new EngineWorld.NoCipher(), (backup, copy) -> "{}");
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  private List<LogLine> kept() {
    return catalog.read(stores -> stores.logs().lines(LogQuery.oldest(RUN, 20_000))).stream()
        .map(kept -> kept.line())
        .toList();
  }

  private List<String> texts() {
    return kept().stream().map(LogLine::line).toList();
  }

  @Test
  void keepsLinesInOrderWithTheTimeAtWhichTheyWereSaid() {
    try (RunJournal journal = new RunJournal(catalog, clock, RUN)) {
      journal.say("one");
      clock.advance(Duration.ofSeconds(1));
      journal.line("pg_dump", "two");
      assertThat(kept()).isEmpty();
      journal.flush();
      journal.flush();
      journal.say("three");
    }
    assertThat(kept())
        .containsExactly(
            new LogLine(RUN, NOW, "holdfast", "one"),
            new LogLine(RUN, NOW.plusSeconds(1), "pg_dump", "two"),
            new LogLine(RUN, NOW.plusSeconds(1), "holdfast", "three"));
  }

  @Test
  void saysOfAFailureWhatToDoAboutIt() {
    try (RunJournal journal = new RunJournal(catalog, clock, RUN)) {
      journal.say("failed", new Failure(FailureCode.DUMP_FAILED, "it broke", "Mend it."));
    }
    assertThat(texts()).containsExactly("failed: it broke (dump-failed)", "Mend it.");
  }

  @Test
  void keepsTheEndOfTheStoryWhenAToolHasSaidTooMuch() {
    try (RunJournal journal = new RunJournal(catalog, clock, RUN)) {
      for (int i = 0; i < 10_500; i++) {
        journal.line("pg_dump", "again");
      }
      for (int i = 0; i < 200; i++) {
        journal.say("ours " + i);
      }
    }
    assertThat(texts())
        .hasSize(10_100)
        .element(9_999)
        .isEqualTo("too many lines: the rest is not kept");
    assertThat(texts().get(10_000)).isEqualTo("ours 0");
  }

  @Test
  void keepsNothingThatATerminalOrADatabaseWouldMistake() {
    try (RunJournal journal = new RunJournal(catalog, clock, RUN)) {
      journal.line("pg_dump", "a\tb\0c\u001b[31md ü 😀");
      journal.line("pg_dump", "x".repeat(3_999) + "😀" + "y");
    }
    assertThat(texts())
        .containsExactly("a\tb\uFFFDc\uFFFD[31md ü 😀", "x".repeat(3_999) + "\uFFFD");
  }

  @Test
  void losesNothingWhileTheCatalogIsGone() {
    Flaky flaky = new Flaky(catalog);
    try (RunJournal journal = new RunJournal(flaky, clock, RUN)) {
      journal.say("one");
      flaky.gone = true;
      assertThatThrownBy(journal::flush).isInstanceOf(CatalogException.class);
      journal.say("two");
      flaky.gone = false;
    }
    assertThat(texts()).containsExactly("one", "two");
  }

  /** A catalog that can be away. */
  private static final class Flaky implements Catalog {
    private final Catalog real;
    private boolean gone;

    Flaky(Catalog real) {
      this.real = real;
    }

    @Override
    public String instanceId() {
      return real.instanceId();
    }

    @Override
    public <T> T read(Function<Stores, T> work) {
      return real.read(work);
    }

    @Override
    public <T> T write(Function<Stores, T> work) {
      if (gone) {
        throw new CatalogException("gone", new IllegalStateException());
      }
      return real.write(work);
    }

    @Override
    public DataSource queue() {
      return real.queue();
    }

    @Override
    public void close() {
      real.close();
    }
  }
}
