package holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.cli.command.Command;
import holdfast.cli.command.CommandTable;
import holdfast.testing.FreePort;
import holdfast.testing.ServerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of the commands, without a server. */
class HelpTest {
  @TempDir Path home;

  private Scenario.Ended run(String... words) {
    Scenario scenario =
        new Scenario(
            Map.of("HOLDFAST_DATA_DIR", home.resolve("none").toString()), home, Map.of(), Map.of());
    return scenario.run(List.of(words), "");
  }

  @Test
  void helpOfEveryCommandIsWhatItWas() throws IOException {
    StringBuilder all = new StringBuilder(run("--help").output());
    for (Command command : CommandTable.all()) {
      if (!(command.deed() instanceof Command.Server)) {
        String[] words =
            Stream.concat(command.wordList().stream(), Stream.of("--help")).toArray(String[]::new);
        Scenario.Ended help = run(words);
        assertThat(help.exitCode()).as(command.words()).isZero();
        all.append("\n\n$ holdfast ")
            .append(String.join(" ", words))
            .append('\n')
            .append(help.output());
      }
    }
    Golden.check("help.txt", all.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"server", "demo", "catalog migrate", "settings"})
  void helpOfTheServersOwnCommandsHasAnExample(String words) throws Exception {
    String[] typed = (words + " --help").split(" ");
    Process help = ServerProcess.command(home.resolve("data"), Map.of(), typed).start();
    String output = new String(help.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(help.waitFor()).isZero();
    assertThat(output).contains("Example:", "  holdfast " + words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh", "fish"})
  void completionIsWhatItWas(String shell) throws IOException {
    Golden.check("completion." + shell, run("completion", shell).output());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "holdfast get addon b| backup backup-retention backup-schedule backup-schedules backups",
        "holdfast get addon backups my-project my-database --co| --context",
        "holdfast list projects -o y| yaml",
        "holdfast --context here backup a| addon",
        "'holdfast logs a b c --direction '| backward forward",
        "holdfast ba| backup backups",
      })
  void bashCompletes(String typed, String expected) throws Exception {
    Path script = Files.writeString(home.resolve("completion"), run("completion", "bash").output());
    Process bash =
        new ProcessBuilder("bash", "-c", driver(script, typed)).redirectErrorStream(true).start();
    String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).as(output).isZero();
    assertThat(output.lines().sorted().toList()).isEqualTo(List.of(expected.strip().split(" ")));
  }

  private static String driver(Path script, String typed) {
    return """
        set -eu
        source '%s'
        line='%s'
        read -ra COMP_WORDS <<<"$line"
        case "$line" in *' ') COMP_WORDS+=('') ;; esac
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _holdfast
        printf '%%s\\n' "${COMPREPLY[@]}"
        """
        .formatted(script, typed);
  }

  @Test
  void theManualHasAPageForEachCommand() throws IOException {
    assertThat(run("man", "man1").exitCode()).isZero();
    long commands = CommandTable.all().stream().filter(it -> it.standsFor().isEmpty()).count();
    try (Stream<Path> pages = Files.list(home.resolve("man1"))) {
      assertThat(pages.count()).isEqualTo(commands + 1);
    }
    Golden.check("holdfast.1", run("man").output());
    Golden.check(
        "holdfast-backup-addon.1", Files.readString(home.resolve("man1/holdfast-backup-addon.1")));
  }

  @Test
  void withoutAServerItSaysHowToStartOne() {
    Scenario.Ended nowhere = run("list", "projects");
    assertThat(nowhere.exitCode()).isEqualTo(ExitCode.DENIED);
    assertThat(nowhere.errors())
        .contains("holdfast server", "admin-token", "holdfast login --host URL");
  }

  @Test
  void aServerWithoutATokenIsNotCalledAndWhereTheTokenIsGetsSaid() {
    Scenario open =
        new Scenario(Map.of("HOLDFAST_URL", "http://127.0.0.1:1"), home, Map.of(), Map.of());
    Scenario.Ended ended = open.run(List.of("list", "projects"), "");
    assertThat(ended.exitCode()).isEqualTo(ExitCode.DENIED);
    assertThat(ended.errors()).contains("HOLDFAST_TOKEN is not", "admin-token");
    assertThat(open.run(List.of("get", "health"), "").exitCode()).isEqualTo(ExitCode.UNREACHABLE);
  }

  @Test
  void aServerThatDoesNotAnswerHasAnExitCodeOfItsOwn() throws IOException {
    Scenario gone =
        new Scenario(
            Map.of(
                "HOLDFAST_URL",
                "http://127.0.0.1:" + FreePort.next(),
                "HOLDFAST_TOKEN",
                "secret-token"),
            home,
            Map.of(),
            Map.of());
    Scenario.Ended ended = gone.run(List.of("list", "projects"), "");
    assertThat(ended.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(ended.errors())
        .contains("does not answer", "holdfast server")
        .doesNotContain("secret-token");
  }

  @Test
  void everyExitCodeIsInTheDocumentation() throws IOException {
    String page = Files.readString(Path.of("docs", "cli.md"));
    holdfast.cli.help.ExitCodes.ALL.forEach(
        (code, text) -> assertThat(page).contains("| %d | %s |".formatted(code, text)));
  }

  @Test
  void everyCommandIsInTheDocumentation() throws IOException {
    String page = Files.readString(Path.of("docs", "cli.md"));
    for (Command command : CommandTable.all()) {
      assertThat(page).contains("`" + command.words() + "`");
    }
  }
}
