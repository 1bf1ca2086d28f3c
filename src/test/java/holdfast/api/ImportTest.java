package holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.model.BackupId;
import holdfast.model.Secret;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ImportTest extends ApiTest {
  private static final String CONNECTION =
      "postgresql://old:pa55-of-import@old.example.org:5432/shop";
  private static final String URL =
      "https://me:pa55-of-import@files.example.org/shop.gz?sig=signature-of-import";

  private String addon;

  @BeforeEach
  void makeAddon() {
    addon = addon("Shop", "Shop DB");
    post("/v1/backup-destinations", json("{'name':'Second One','type':'local'}")).ok();
  }

  private Reply importFrom(String body) {
    return post(addon + "/import", json(body));
  }

  private JsonNode onlyBackup() {
    JsonNode backups = get(addon + "/backups").ok().data().path("backups");
    assertThat(backups).hasSize(1);
    return backups.get(0);
  }

  private Optional<Secret> location(String uid) {
    return catalog.read(stores -> stores.imports().find(BackupId.of(uid)));
  }

  @Test
  void ofAConnectionStringIsABackupOfALiveInstance() {
    Reply reply =
        importFrom(
            "{'name':'Old Shop','connectionString':'%s','importAllDatabases':false,'compressionType':'zstd','customDestinationId':'second-one'}"
                .formatted(CONNECTION));

    assertThat(reply.ok().json()).hasToString(json("{'data':{}}"));
    JsonNode backup = onlyBackup();
    assertThat(backup.path("id").asString()).isEqualTo("old-shop");
    assertThat(backup.path("status").asString()).isEqualTo("scheduled");
    assertThat(backup.path("customDestinationId").asString()).isEqualTo("second-one");
    assertThat(backup.path("config").toString())
        .isEqualTo(
            json(
                "{'source':{'type':'liveInstance'},'size':'0','compressionType':'zstd','additionalDestinations':[]}"));
    String uid = backup.path("uid").asString();
    assertThat(queue.backups).containsExactly(BackupId.of(uid));
    assertThat(location(uid)).contains(new Secret(CONNECTION));
  }

  @Test
  void ofAUrlIsABackupOfAnExternalDump() {
    importFrom("{'importUrl':'%s'}".formatted(URL)).ok();

    JsonNode backup = onlyBackup();
    assertThat(backup.path("name").asString()).isEqualTo("Backup 2026-11-24 12:00:00");
    assertThat(backup.at("/config/source/type").asString()).isEqualTo("externalDump");
    assertThat(backup.at("/config/compressionType").asString()).isEqualTo("gz");
    assertThat(location(backup.path("uid").asString())).contains(new Secret(URL));
    String id = backup.path("id").asString();
    assertThat(get(addon + "/backups/" + id).ok().data().at("/config/source/type").asString())
        .isEqualTo("externalDump");
    assertThat(get("/v1/backup-destinations/built-in/backups").ok().data()).hasSize(1);
  }

  @Test
  void forgetsWhereItReadsFromWhenItEnds() {
    importFrom("{'name':'One','importUrl':'%s'}".formatted(URL)).ok();
    String uid = onlyBackup().path("uid").asString();

    story.fails(uid);

    assertThat(location(uid)).isEmpty();
  }

  @Test
  void canBeAbortedBeforeItsTurn() {
    importFrom("{'name':'One','importUrl':'%s'}".formatted(URL)).ok();

    post(addon + "/backups/one/abort", "").ok();

    assertThat(location(onlyBackup().path("uid").asString())).isEmpty();
  }

  @Test
  void wantsExactlyOneSource() {
    importFrom("{}")
        .invalid("connectionString", "is required unless importUrl is given")
        .invalid("importUrl", "is required unless connectionString is given");
    importFrom("{'connectionString':'%s','importUrl':'%s'}".formatted(CONNECTION, URL))
        .invalid("connectionString", "is not allowed together with importUrl")
        .invalid("importUrl", "is not allowed together with connectionString");
    post(addon + "/import", "").invalid();
    assertThat(queue.backups).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"compressionType, \"gz\"", "importAllDatabases, false"})
  void refusesWithAUrlWhatIsMeantForConnections(String field, String value) {
    importFrom("{'importUrl':'%s','%s':%s}".formatted(URL, field, value))
        .invalid(field, "is not allowed together with importUrl");
  }

  @ParameterizedTest
  @CsvSource({
    "importUrl, ftp://pa55-of-import/x",
    "importUrl, file:///pa55-of-import",
    "importUrl, https:///pa55-of-import",
    "importUrl, https://files.example.org:99999/pa55-of-import",
    "importUrl, pa55-of-import",
    "importUrl, https://files.example.org/pa55-of-import here",
    "connectionString, mysql://root:pa55-of-import@h/db",
    "connectionString, jdbc:mysql://h/db?password=pa55-of-import",
    "connectionString, pa55-of-import",
    "connectionString, postgresql://u:pa55-of-import with space@h/db",
  })
  void refusesWhatNoImportCanReadFromAndShowsItNot(String field, String value) {
    importFrom("{'%s':'%s'}".formatted(field, value)).invalid(field);
    assertThat(queue.backups).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"connectionString", "importUrl"})
  void showsNoValueOfTheWrongForm(String field) {
    importFrom("{'%s':['pa55-of-import']}".formatted(field)).invalid(field, "must be a string");
    importFrom("{'%s':'%s'}".formatted(field, "pa55-of-import".repeat(700))).invalid(field);
  }

  @Test
  void takesAJdbcUrl() {
    importFrom(
            "{'connectionString':'jdbc:postgresql://old.example.org/shop?user=old&password=pa55-of-import'}")
        .ok();

    assertThat(location(onlyBackup().path("uid").asString()))
        .contains(new Secret("postgresql://old:pa55-of-import@old.example.org/shop"));
  }

  @Test
  void refusesANameThatIsTaken() {
    post(addon + "/backups", json("{'name':'One'}")).ok();

    Reply taken = importFrom("{'name':'One','importUrl':'%s'}".formatted(URL));

    assertThat(taken.refused(409, "hf-conflict").message()).contains("\"One\"");
    assertThat(queue.backups).hasSize(1);
  }

  @Test
  void refusesADestinationThatIsNotThere() {
    importFrom("{'importUrl':'%s','customDestinationId':'nowhere'}".formatted(URL))
        .invalid("customDestinationId");
  }

  @Test
  void hasNoPathOfATeamAsTheContractSays() {
    post(addon.replace("/v1/", "/v1/teams/any/") + "/import", "{}").refused(404, "");
  }

  @Test
  void addonTypesSayThatTheyCanBeImported() {
    for (JsonNode type : get("/v1/addon-types").ok().data().path("addonTypes")) {
      assertThat(type.at("/features/importDump").asBoolean()).isTrue();
      assertThat(type.at("/features/importLive").asBoolean()).isTrue();
    }
  }
}
