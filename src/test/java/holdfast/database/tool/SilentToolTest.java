package holdfast.database.tool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.database.DumpFacts;
import holdfast.model.FailureException;
import holdfast.model.RunLog;
import holdfast.model.RunTag;
import holdfast.testing.Runs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SilentToolTest {
  private static final ClientTool TOOL = new ClientTool("sh", Path.of("/bin/sh"), "1", 1);

  private final RunTag tag = Runs.newTag();

  /**
   * With a child of its own, as a script has it, that holds the pipe: reading ends all the same.
   */
  @Test
  void oneThatGivesNothingForTooLongIsEndedAndItsDumpFails() throws Exception {
    try (ToolDump dump = dump("echo half; sleep 3600 & wait", Duration.ofSeconds(1))) {
      assertThat(dump.stream().readNBytes(5)).asString().isEqualTo("half\n");

      assertThatThrownBy(() -> dump.stream().readAllBytes())
          .isInstanceOf(FailureException.class)
          .hasMessageContaining("sh 1 gave nothing for 0 minutes and was ended");
      assertThatThrownBy(dump::awaitSuccess)
          .isInstanceOf(FailureException.class)
          .hasMessageContaining("it was not read to its end");
    }
  }

  /** What passes between is time that the destination takes. */
  @Test
  void onlyTheTimeThatAReaderWaitsCounts() throws Exception {
    try (ToolDump dump = dump("echo one; echo two", Duration.ofMillis(300))) {
      assertThat(dump.stream().read()).isEqualTo('o');
      Thread.sleep(1000);
      assertThat(new String(dump.stream().readAllBytes(), UTF_8)).isEqualTo("ne\ntwo\n");
      assertThat(dump.awaitSuccess()).isEqualTo(new DumpFacts("1", "sh 1", Map.of()));
    }
  }

  /** A slow one that goes on giving is fine, however long it takes. */
  @Test
  void oneThatGivesNowAndThenIsLeftAlone() throws Exception {
    String slow = "for i in 1 2 3 4 5 6; do echo $i; sleep 0.3; done";
    try (ToolDump dump = dump(slow, Duration.ofSeconds(1))) {
      assertThat(new String(dump.stream().readAllBytes(), UTF_8)).isEqualTo("1\n2\n3\n4\n5\n6\n");
      dump.awaitSuccess();
    }
  }

  private ToolDump dump(String script, Duration silence) throws FailureException {
    PrivateFolder folder = PrivateFolders.ofThisMachine().create(tag, "none", "");
    ToolProcess process =
        ToolProcess.start(TOOL, Lifeline.STDIN, folder, List.of("-c", script), line());
    return new ToolDump(new Nowhere(), TOOL, process, new Anything(), Map.of(), line(), silence);
  }

  private static RunLog line() {
    return (source, text) -> {};
  }

  private static final class Anything implements ToolDump.Walker {
    @Override
    public void accept(byte[] bytes, int offset, int length) {}

    @Override
    public Optional<String> missing() {
      return Optional.empty();
    }

    @Override
    public Map<String, String> details() {
      return Map.of();
    }
  }

  private static final class Nowhere implements ToolDump.Source {
    @Override
    public String format() {
      return "text";
    }

    @Override
    public String serverVersion() {
      return "1";
    }

    @Override
    public String where() {
      return "nowhere";
    }

    @Override
    public String redact(String text) {
      return text;
    }

    @Override
    public void require() {}

    @Override
    public boolean endSessions() {
      return true;
    }
  }
}
