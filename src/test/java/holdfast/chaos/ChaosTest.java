package holdfast.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One round of each fault, on the same installations; {@code ./check chaos} plays many. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChaosTest {
  private final long seed = ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);
  private ChaosRun run;
  private int rounds;

  @BeforeAll
  void start() throws Exception {
    run = ChaosRun.start(Path.of("target", "chaos"), seed, System.out);
  }

  @AfterAll
  void end() throws Exception {
    run.close();
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsLostShownTooEarlyOrLeft(FaultKind fault) {
    long chosen = Plan.seedOf(fault, seed);

    assertThat(run.round(++rounds, chosen)).as("repeat with: ./check chaos 1 %d", chosen).isEmpty();
  }
}
