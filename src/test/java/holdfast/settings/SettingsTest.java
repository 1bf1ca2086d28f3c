package holdfast.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  @TempDir Path folder;

  @Test
  void listensOnLoopbackByDefault() throws Exception {
    Settings settings = Settings.read(Map.of(), Map.of(), null);

    assertThat(settings.host()).isEqualTo("127.0.0.1");
    assertThat(settings.port()).isEqualTo(7070);
    assertThat(settings.rateLimit()).isEqualTo(36000);
    assertThat(settings.databaseUrl()).isNull();
    assertThat(settings.dataDir()).isEqualTo(Path.of(System.getProperty("user.home"), ".holdfast"));
  }

  @Test
  void aFlagGoesBeforeTheEnvironmentAndThatBeforeTheFile() throws Exception {
    Path file = file("# comment\n\nHOLDFAST_PORT = 1\nHOLDFAST_WORKERS=3\nHOLDFAST_RATE_LIMIT=5\n");

    Settings settings =
        Settings.read(
            Map.of("HOLDFAST_PORT", "2", "HOLDFAST_WORKERS", "4"), Map.of(Setting.PORT, "3"), file);

    assertThat(settings.port()).isEqualTo(3);
    assertThat(settings.workers()).isEqualTo(4);
    assertThat(settings.rateLimit()).isEqualTo(5);
  }

  @Test
  void aSecretIsReadFromAFileThatAFlagOrAVariableNames() throws Exception {
    Path token = file("0123456789012345678901234567890123456789\n");

    Settings byFlag = Settings.read(Map.of(), Map.of(Setting.ADMIN_TOKEN, token.toString()), null);
    Settings byVariable =
        Settings.read(Map.of("HOLDFAST_ADMIN_TOKEN_FILE", token.toString()), Map.of(), null);

    assertThat(byFlag.adminToken()).isEqualTo("0123456789012345678901234567890123456789");
    assertThat(byVariable.adminToken()).isEqualTo(byFlag.adminToken());
    assertThat(Setting.ADMIN_TOKEN.flag()).isEqualTo("--admin-token-file");
  }

  @Test
  void aNodeDoesEverythingUnlessItIsTold() throws Exception {
    Map<String, String> shared =
        Map.of("HOLDFAST_DATABASE_URL", "jdbc:postgresql://h/d", "HOLDFAST_ROLES", " worker,");

    assertThat(Settings.read(Map.of(), Map.of(), null).roles())
        .containsExactlyInAnyOrder(NodeRole.API, NodeRole.WORKER);
    assertThat(Settings.read(shared, Map.of(), null).roles()).containsExactly(NodeRole.WORKER);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HOLDFAST_PORT | 70700 | wrong value for HOLDFAST_PORT (from the environment): \"70700\" is no number from 0 to"
            + " 65535",
        "HOLDFAST_ROLES | api,cook | wrong value for HOLDFAST_ROLES (from the environment): \"cook\" is neither api nor"
            + " worker",
        "HOLDFAST_ROLES | , | wrong value for HOLDFAST_ROLES (from the environment): it names no role: write api, worker,"
            + " or both",
        "HOLDFAST_ROLES | worker | wrong value for HOLDFAST_ROLES (from the environment): without HOLDFAST_DATABASE_URL"
            + " there is one node, which has to be both api and worker",
        "HOLDFAST_BUILT_IN_PATH | a/b | wrong value for HOLDFAST_BUILT_IN_PATH (from the environment): \"a/b\" is not an"
            + " absolute path",
        "HOLDFAST_DRAIN_SECONDS | 301 | wrong value for HOLDFAST_DRAIN_SECONDS (from the environment): \"301\" is no"
            + " number from 0 to 300",
        "HOLDFAST_PORT | x | wrong value for HOLDFAST_PORT (from the environment): \"x\" is no number from 0 to 65535",
        "HOLDFAST_PROT | 1 | unknown setting HOLDFAST_PROT in the environment; run './holdfast settings' for the list",
        "HOLDFAST_ADMIN_TOKEN | short | wrong value for HOLDFAST_ADMIN_TOKEN (from the environment): it has 5"
            + " characters and needs at least 32",
        "HOLDFAST_DATABASE_URL | mysql://secret@x | wrong value for HOLDFAST_DATABASE_URL (from the environment): it"
            + " does not begin with jdbc:postgresql://",
        "HOLDFAST_DATABASE_URL | jdbc:postgresql://u:secret@x/db | wrong value for HOLDFAST_DATABASE_URL (from the"
            + " environment): write user and password as parameters:"
            + " jdbc:postgresql://host/db?user=...&password=...",
        "HOLDFAST_HOST | no.such.host.invalid | wrong value for HOLDFAST_HOST (from the environment):"
            + " \"no.such.host.invalid\" is no address of this machine",
        "HOLDFAST_LOCAL_ROOTS | backups | wrong value for HOLDFAST_LOCAL_ROOTS (from the environment): \"backups\" is"
            + " not an absolute path",
        "HOLDFAST_PORT_FILE | x | unknown setting HOLDFAST_PORT_FILE in the environment; run './holdfast settings' for"
            + " the list",
      })
  void aWrongSettingIsOneClearLine(String variable, String value, String message) {
    assertThatThrownBy(() -> Settings.read(Map.of(variable, value), Map.of(), null))
        .isInstanceOf(SettingsException.class)
        .hasMessage(message);
  }

  @Test
  void aWrongLineInTheFileIsNamed() throws Exception {
    Path file = file("HOLDFAST_PORT=1\nnonsense\n");

    assertThatThrownBy(
            () -> Settings.read(Map.of("HOLDFAST_CONFIG", file.toString()), Map.of(), null))
        .hasMessage("line 2 of %s is no setting: write NAME=value", file);
  }

  @Test
  void theTableInTheDocsIsTheTableInTheCode() throws Exception {
    assertThat(Files.readString(Path.of("docs/settings.md"))).contains(SettingsTable.markdown());
  }

  private Path file(String content) throws Exception {
    return Files.writeString(folder.resolve("file"), content);
  }
}
