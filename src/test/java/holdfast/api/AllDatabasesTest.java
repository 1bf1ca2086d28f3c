package holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.model.RestoreId;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Addons that are all databases of a server, and what is asked of their backups. */
class AllDatabasesTest extends ApiTest {
  private static final String ALL = "/v1/projects/lab/addons";
  private static final String SERVER = ALL + "/server";
  private static final String FROM_SERVER = "?sourceProjectId=lab&sourceAddonId=server&";
  private static final String SERVER_URI = "postgresql://lab:pa55-of-database@db.example.org";

  private String uid;
  private String shop;

  @BeforeEach
  void makeServer() {
    shop = addon("Shop", "Shop DB");
    post("/v1/projects", json("{'name':'Lab'}")).ok();
    create("'database':'*','except':['scratch','old']");
    uid = post(SERVER + "/backups", json("{'name':'One'}")).ok().data().path("uid").asString();
  }

  private JsonNode create(String more) {
    return post(ALL, body(more)).ok().data();
  }

  private static String body(String more) {
    return json(
        "{'name':'Server','type':'postgresql','connection':{'uri':'%s',%s}}"
            .formatted(SERVER_URI, more));
  }

  @Test
  void anAddonShowsThatItIsAllDatabasesAndCanBecomeOne() {
    assertThat(get(SERVER).ok().data().path("connection").toString())
        .isEqualTo(
            json(
                "{'uri':'postgresql://lab:***@db.example.org','database':'*','except':['old','scratch']}"));
    patch(SERVER, json("{'description':'Described'}")).ok();
    assertThat(get(SERVER).ok().data().at("/connection/database").asString()).isEqualTo("*");
    patch(SERVER, json("{'connection':{'uri':'%s/one'}}".formatted(SERVER_URI))).ok();
    assertThat(get(SERVER).ok().data().path("connection").toString())
        .isEqualTo(json("{'uri':'postgresql://lab:***@db.example.org/one'}"));
  }

  @Test
  void refusesWhatIsNoStarAndWhatIsLeftOutOfNothing() {
    post(ALL, body("'database':'shop'")).invalid("connection.database");
    post(ALL, body("'except':['shop']"))
        .invalid("connection.except", "is allowed only together with database");
    post(ALL, body("'database':'*','except':['a','a']")).invalid("connection.except");
    post(
            ALL + "/discover",
            json(
                "{'type':'postgresql','connection':{'uri':'%s','database':'*'}}"
                    .formatted(SERVER_URI)))
        .invalid("connection.database");
  }

  @Test
  void aBackupShowsWhichDatabasesAreInIt() {
    JsonNode scheduled = get(SERVER + "/backups/one").ok().data();
    assertThat(scheduled.path("allDatabases").asBoolean(false)).isTrue();
    assertThat(scheduled.path("databases")).isEmpty();

    story.completes(uid, "logs", "shop");

    String databases = json("[{'name':'logs','size':'7'},{'name':'shop','size':'7'}]");
    JsonNode backup = get(SERVER + "/backups/one").ok().data();
    assertThat(backup.path("databases").toString()).isEqualTo(databases);
    assertThat(backup.at("/config/size").asString()).isEqualTo("14");
    JsonNode listed = get(SERVER + "/backups").ok().data().at("/backups/0");
    assertThat(listed.path("allDatabases").asBoolean(false)).isTrue();
    assertThat(listed.has("databases")).isFalse();
    String place = "/v1/backup-destinations/built-in/backups";
    assertThat(get(place + "/" + uid).ok().data().path("databases").toString())
        .isEqualTo(databases);
    assertThat(get(place).ok().data().path(0).path("allDatabases").asBoolean(false)).isTrue();
  }

  @Test
  void aSnapshotOfTheWholeServerIsOneStream() {
    JsonNode snapshot =
        post(SERVER + "/backups", json("{'name':'Files','backupType':'snapshot'}")).ok().data();
    assertThat(snapshot.has("allDatabases")).isFalse();
  }

  @Test
  void oneDatabaseIsRestoredToWhereItCameFrom() {
    story.completes(uid, "logs", "shop");
    String id = restored(SERVER + "/backups/one/restore?database=logs", "");
    JsonNode restore = get(SERVER + "/restores").ok().data().at("/restores/0");
    assertThat(restore.path("id").asString()).isEqualTo(id);
    assertThat(restore.path("database").asString()).isEqualTo("logs");
    assertThat(restore.path("targetDatabase").asString()).isEqualTo("logs");
    story.restoreBegins(id);
    story.restoreEnds(id, holdfast.model.BackupStatus.COMPLETED, null);
    restored(SERVER + "/backups/one/restore?database=logs&targetDatabase=copy", "");
    assertThat(get(SERVER + "/restores").ok().data().at("/restores/0/targetDatabase").asString())
        .isEqualTo("copy");
  }

  /** What no server lets anybody replace would come to light only in the run, again and again. */
  @Test
  void refusesToReplaceWhatCannotBeReplaced() {
    story.completes(uid, "logs", "shop");
    post(SERVER + "/backups/one/restore?database=logs&targetDatabase=mysql", "")
        .invalid("targetDatabase", "it is the server's own (connection-invalid). Name another.");
    assertThat(queue.restores).isEmpty();
  }

  @Test
  void namesMayHaveAnyCharacter() {
    String name = "a+b %2F/&=?#\"' ü 😀";
    String encoded =
        java.net.URLEncoder.encode(name, java.nio.charset.StandardCharsets.UTF_8)
            .replace("+", "%20");
    story.completes(uid, name, "shop");
    get(SERVER + "/backups/one/download-link?database=" + encoded).ok();
    restored(SERVER + "/backups/one/restore?database=" + encoded, "");
    JsonNode restore = get(SERVER + "/restores").ok().data().at("/restores/0");
    assertThat(restore.path("database").asString()).isEqualTo(name);
    assertThat(restore.path("targetDatabase").asString()).isEqualTo(name);
  }

  @Test
  void whichDatabaseHasToBeSaidUnlessTheTargetSays() {
    story.completes(uid, "logs", "shop");
    String problem = "must be a database of the backup: logs, shop";
    post(SERVER + "/backups/one/restore", "").invalid("database", problem);
    post(SERVER + "/backups/one/restore?database=other", "").invalid("database", problem);
    // The target's connection names a database of this name.
    restored(shop + "/backups/one/restore" + FROM_SERVER, "");
    JsonNode restore = get(shop + "/restores").ok().data().at("/restores/0");
    assertThat(restore.path("database").asString()).isEqualTo("shop");
    assertThat(restore.has("targetDatabase")).isFalse();
  }

  @Test
  void anAddonThatIsOneDatabaseHasNoOtherToBeReplaced() {
    story.completes(uid, "logs", "shop");
    post(shop + "/backups/one/restore" + FROM_SERVER + "database=logs&targetDatabase=logs", "")
        .invalid("targetDatabase");
    assertThat(queue.restores).isEmpty();
  }

  @Test
  void aBackupOfOneNeedsToBeToldWhichOfAllItReplaces() {
    String one = post(shop + "/backups", json("{'name':'Two'}")).ok().data().path("uid").asString();
    story.completes(one, 7);
    String restore = SERVER + "/backups/two/restore?sourceProjectId=shop&sourceAddonId=shop-db";
    post(restore, "").invalid("targetDatabase");
    post(restore + "&database=shop&targetDatabase=shop", "").invalid("database");
    restored(restore + "&targetDatabase=shop", "");
  }

  @Test
  void whatIsNotCompletedIsSaidFirst() {
    post(SERVER + "/backups/one/restore", "").refused(409, "hf-conflict");
  }

  @Test
  void aDestinationsCopyIsRestoredByTheSameRules() {
    story.completes(uid, "logs", "shop");
    delete(SERVER).ok();
    String restore = "/v1/backup-destinations/built-in/backups/" + uid + "/restore";
    String target = "'projectId':'shop','addonId':'shop-db'";
    post(restore, json("{%s,'database':'other'}".formatted(target))).invalid("database");
    restored(restore, json("{%s,'database':'logs'}".formatted(target)));
  }

  @Test
  void aForkIsFilledFromOneOfThem() {
    story.completes(uid, "logs", "shop");
    inspections.databaseIsEmpty = true;
    String fork =
        "{'name':'Fork','type':'postgresql','connection':{'uri':'%s/fork'},'source':{'addonId':'server','backupId':'one'%s}}";
    post(ALL, json(fork.formatted(SERVER_URI, ""))).invalid("source.database");
    get(ALL + "/fork").refused(404, "hf-not-found");
    post(ALL, json(fork.formatted(SERVER_URI, ",'database':'logs'"))).ok();
    assertThat(get(ALL + "/fork/restores").ok().data().at("/restores/0/database").asString())
        .isEqualTo("logs");
    post(
            ALL,
            json(
                "{'name':'Star','type':'postgresql','connection':{'uri':'%s','database':'*'},'source':{'addonId':'server','backupId':'one'}}"
                    .formatted(SERVER_URI)))
        .invalid("connection.database");
  }

  @Test
  void aDownloadIsOfOneOfThem() {
    story.completes(uid, "logs", "shop");
    String link = SERVER + "/backups/one/download-link";
    get(link).invalid("database", "must be a database of the backup: logs, shop");
    assertThat(get(link + "?database=logs").ok().data().path("downloadLink").asString())
        .isNotEmpty();
  }

  @Test
  void anImportOfAllIsABackupOfSeveral() {
    post(
            shop + "/import",
            json(
                "{'name':'All','connectionString':'%s','importAllDatabases':true}"
                    .formatted(SERVER_URI)))
        .ok();
    JsonNode backup = get(shop + "/backups/all").ok().data();
    assertThat(backup.path("allDatabases").asBoolean(false)).isTrue();
    story.completes(backup.path("uid").asString(), "logs", "shop");
    restored(shop + "/backups/all/restore", "");
  }

  @Test
  void whatFailsTheLookStandsUnderTheConnection() {
    inspections.databaseFailure = Optional.of(Story.FAILURE);
    post(ALL, body("'database':'*'").replace("Server", "Second")).invalid("connection.uri");
  }

  private String restored(String path, String body) {
    String id = post(path, body).ok().data().path("restoreId").asString();
    assertThat(queue.restores.getLast()).isEqualTo(RestoreId.of(id));
    return id;
  }
}
