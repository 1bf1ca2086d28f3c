package holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.api.StrictContract;
import holdfast.testing.RelayedCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The vendor's client and command line, unmodified, from npm, against a running server: see
 * src/test/js, whose packages ./check installs. {@code -Dholdfast.golden=write} renews
 * docs/compatibility.md.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConformanceTest {
  private static final Path PAGE = Path.of("docs", "compatibility.md");

  private ConformanceRun run;

  @BeforeAll
  void runTheOfficialTools(@TempDir Path folder) throws Exception {
    run = ConformanceRun.of(folder);
    Files.writeString(Path.of("target", "compatibility.md"), page());
  }

  private String page() {
    return CompatibilityPage.of(run.calls(), run.deviations());
  }

  @Test
  void theOfficialToolsFindWhatTheyExpect() {
    assertThat(run.failures()).isEmpty();
    assertThat(run.output()).contains("# fail 0", "# skipped 0");
    assertThat(run.isGreen()).as(run.output()).isTrue();
  }

  @Test
  void aRestoredDatabaseIsTheBackedUpOne() {
    assertThat(run.restored()).isEqualTo(run.source());
  }

  @Test
  void databasesOfOtherTypesAreRestoredAndForkedToo() {
    run.otherTypes().requireEqual();
  }

  @Test
  void theServerComplainsOfNothingAndTellsNoSecret() {
    assertThat(run.serverErrors()).doesNotContain("ERROR").doesNotContain(run.secrets());
  }

  @Test
  void everyAnswerIsAsTheContractSays() {
    assertThat(run.calls())
        .isNotEmpty()
        .allSatisfy(call -> assertThat(call.violation()).as("%s", call).isEmpty());
  }

  @Test
  void everyMethodWorksByTheShortPathAndByTheTeams() {
    assertThat(succeeded(false, "js/")).containsAll(OfficialTools.METHODS);
    Set<String> ofTeams = new TreeSet<>(OfficialTools.METHODS);
    ofTeams.removeAll(OfficialTools.WITHOUT_TEAM);
    assertThat(succeeded(true, "js/")).isEqualTo(ofTeams);
  }

  @Test
  void everyCommandWorks() {
    assertThat(succeeded(false, "cli/")).containsAll(OfficialTools.COMMANDS);
  }

  @Test
  void everyOperationOfTheContractSucceedsAtLeastOnce() {
    Set<String> called =
        run.calls().stream()
            .filter(RelayedCall::succeeded)
            .map(RelayedCall::operation)
            .collect(Collectors.toSet());
    assertThat(called).containsAll(StrictContract.operationIds());
  }

  @Test
  void thePageOfDifferencesIsWhatTheRunShowed() throws IOException {
    if (System.getProperty("holdfast.golden", "").equals("write")) {
      Files.writeString(PAGE, page());
    }
    assertThat(page()).isEqualTo(Files.readString(PAGE));
  }

  /** Those who were answered as they should be, by a team's path or by the short one. */
  private Set<String> succeeded(boolean team, String tool) {
    return run.calls().stream()
        .filter(call -> call.succeeded() && call.team() == team && call.caller().startsWith(tool))
        .map(call -> call.caller().substring(tool.length()))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
