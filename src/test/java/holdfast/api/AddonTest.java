package holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.model.BackupId;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.security.Permission;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class AddonTest extends ApiTest {
  private static final String ALL = "/v1/projects/shop/addons";
  private static final String ONE = ALL + "/shop-db";
  private static final Failure UNREACHABLE =
      new Failure(
          FailureCode.DATABASE_UNREACHABLE, "nobody answers at db.example.org:5432", "Start it.");

  @BeforeEach
  void makeProject() {
    post("/v1/projects", json("{'name':'Shop'}")).ok();
  }

  private static String body(String type, String uri) {
    return json("{'name':'Shop DB','type':'%s','connection':{'uri':'%s'}}".formatted(type, uri));
  }

  @Test
  void registersADatabaseAndShowsItWithoutItsPassword() {
    String uri = DATABASE + "?sslmode=require&sslpassword=pa55-of-database";
    JsonNode made =
        post(
                ALL,
                json(
                    ("{'name':'Shop DB','description':'Orders','type':'postgresql','version':'12','tags':['a'],"
                            + "'billing':{'deploymentPlan':'nf-compute-20'},'tlsEnabled':true,'customCredentials':{'dbName':'shop'},"
                            + "'stageId':'x','metadata':{},'connection':{'uri':'%s'}}")
                        .formatted(uri)))
            .ok()
            .data();
    assertThat(made.toString())
        .isEqualTo(
            json(
                "{'id':'shop-db','appId':'/holdfast/shop/shop-db','name':'Shop DB','description':'Orders',"
                    + "'spec':{'type':'postgresql','config':{'versionTag':'16.4','lifecycleStatus':'active','deployment':"
                    + "{'replicas':1,'storageClass':'','storageSize':0,'planId':'nf-compute-20','region':'local'},"
                    + "'networking':{'tlsEnabled':true,'externalAccessEnabled':false}}},"
                    + "'tags':['a'],'status':'running','billing':{'deploymentPlan':'nf-compute-20'},'tlsEnabled':true,"
                    + "'customCredentials':{'dbName':'shop'},'type':'postgresql','version':'16.4',"
                    + "'connection':{'uri':'postgresql://shop:***@db.example.org:5432/shop?sslmode=require'},"
                    + "'backupSchedules':[],'cluster':{'id':'local','name':'Local'},'createdAt':'2026-11-24T12:00:00.123Z','updatedAt':'2026-11-24T12:00:00.123Z',"
                    + "'probe':{'sizeBytes':1000000,'warnings':['The role may not create databases.']}}"));
    ObjectNode kept = made.asObject().deepCopy();
    kept.remove("probe");
    assertThat(get(ONE).ok().data()).isEqualTo(kept);
    assertThat(get(ONE + "/version").ok().data().toString())
        .isEqualTo(
            json(
                "{'version':'16.4','upgradeTo':[],'lifecycleStatus':'active','upgradeHistory':[]}"));
  }

  @Test
  void refusesADatabaseThatFailsTheProbeUnlessThatIsSkipped() {
    inspections.databaseFailure = Optional.of(UNREACHABLE);
    post(ALL, body("postgresql", DATABASE))
        .invalid(
            "connection.uri",
            "nobody answers at db.example.org:5432 (database-unreachable). Start it.");
    get(ONE).refused(404, "hf-not-found");
    JsonNode made = post(ALL + "?skipTest=true", body("postgresql", DATABASE)).ok().data();
    assertThat(made.path("version").asString("none")).isEmpty();
    assertThat(get(ONE + "/version").ok().data().path("version").asString()).isEmpty();
  }

  @Test
  void refusesConnectionsThatAreNoneAndNeverEchoesThem() {
    post(ALL, body("postgresql", "mysql://u:pa55-of-database@h/d"))
        .invalid(
            "connection.uri",
            "must begin with postgres:// or postgresql://, since the type is postgresql");
    post(ALL + "?skipTest=true", body("postgresql", "postgresql://u:pa55-of-database ^@h/d"))
        .invalid("connection.uri");
    post(ALL, body("postgresql", "pa55-of-database")).invalid("connection.uri");
    post(ALL, json("{'name':'Shop DB','type':'postgresql','connection':'pa55-of-database'}"))
        .invalid("connection", "must be an object");
    post(
            ALL,
            json(
                "{'name':'Shop DB','type':'postgresql','connection':{'uri':['pa55-of-database']}}"))
        .invalid("connection.uri", "must be a string");
    post(ALL, body("mongodb", "mongodb://h/d"))
        .invalid("type", "must be a type that this version can back up. Received \"mongodb\"");
    post(ALL, body("oracle", DATABASE))
        .invalid("type", "must be one of postgresql, mysql, mongodb, redis. Received \"oracle\"");
  }

  @Test
  void refusesANameThatIsTakenInTheProjectButNotInAnother() {
    post(ALL, body("postgresql", DATABASE)).ok();
    post(ALL, body("postgresql", DATABASE)).refused(409, "hf-conflict");
    addon("Other", "Shop DB");
    get("/v1/projects/other/addons/shop-db").ok();
  }

  @Test
  void updatesByPutWhatThereIsAndCreatesWhatThereIsNot() {
    put(ALL, body("postgresql", DATABASE)).ok();
    inspections.databaseVersion = "17.1";
    JsonNode updated = put(ALL, body("postgresql", DATABASE)).ok().data();
    assertThat(updated.path("version").asString()).isEqualTo("17.1");
    assertThat(put(ALL, body("mysql", "mysql://h/d")).refused(409, "hf-conflict").message())
        .contains("postgresql, which cannot change");
    String creator = tokenWith(Permission.ADDONS_CREATE);
    client.send(creator, "PUT", ALL, body("postgresql", DATABASE)).refused(403, "hf-forbidden");
  }

  @Test
  void changesOnlyWhatIsGivenAndProbesOnlyAnotherConnection() {
    post(ALL, body("postgresql", DATABASE)).ok();
    inspections.databaseFailure = Optional.of(UNREACHABLE);
    JsonNode renamed =
        patch(ONE, json("{'name':'Main','description':'All','tags':['b']}")).ok().data();
    assertThat(renamed.path("id").asString()).isEqualTo("shop-db");
    assertThat(renamed.path("version").asString()).isEqualTo("16.4");
    assertThat(renamed.at("/connection/uri").asString()).contains("db.example.org");
    String moved = json("{'connection':{'uri':'postgres://h2/d'}}");
    patch(ONE, moved).invalid("connection.uri");
    assertThat(patch(ONE + "?skipTest=true", moved).ok().data().at("/connection/uri").asString())
        .isEqualTo("postgres://h2/d");
    patch(ONE, json("{'type':'mysql'}")).refused(409, "hf-conflict");
    patch(ONE, json("{'type':'postgresql'}")).ok();
  }

  @Test
  void deletesAnAddonForWhichNothingRunsAndKeepsItsBackups() {
    String addon = addon("Shop", "Shop DB");
    String uid =
        post(addon + "/backups", json("{'name':'One'}")).ok().data().path("uid").asString();
    assertThat(delete(addon).refused(409, "hf-conflict").message()).contains("abort it first");
    story.completes(uid, 1);
    delete(addon).ok();
    get(addon).refused(404, "hf-not-found");
    get("/v1/backup-destinations/built-in/backups/" + uid).ok();
  }

  @Test
  void showsAsItsStatusWhatRunsForIt() {
    String addon = addon("Shop", "Shop DB");
    String uid =
        post(addon + "/backups", json("{'name':'One'}")).ok().data().path("uid").asString();
    assertThat(status()).isEqualTo("running");
    story.begins(uid);
    assertThat(status()).isEqualTo("backup");
    story.ends(uid, holdfast.model.BackupStatus.COMPLETED, 1, null);
    String restore =
        post(addon + "/backups/one/restore", "").ok().data().path("restoreId").asString();
    story.restoreBegins(restore);
    assertThat(status()).isEqualTo("restore");
    story.restoreEnds(restore, holdfast.model.BackupStatus.COMPLETED, null);
    assertThat(status()).isEqualTo("running");
  }

  private String status() {
    String listed = get(ALL).ok().data().at("/addons/0/status").asString();
    assertThat(get(ONE).ok().data().path("status").asString()).isEqualTo(listed);
    return listed;
  }

  @Test
  void tellsTheTypesThatCanBeBackedUp() {
    JsonNode types = get("/v1/addon-types").ok().data().path("addonTypes");
    assertThat(Reply.texts(types, "type")).containsExactly("postgresql", "mysql", "redis");
    assertThat(types.get(2).at("/features/backupsDump").asBoolean(true)).isFalse();
    assertThat(get("/v1/plans").ok().data().toString()).isEqualTo(json("{'plans':[]}"));
    assertThat(Reply.texts(get("/v1/regions").ok().data().path("regions"), "id"))
        .containsExactly("local");
    assertThat(get("/v1/login").ok().data()).isEmpty();
  }

  @Test
  void pausesAndResumes() {
    String addon = addon("Shop", "Shop DB");
    post(addon + "/pause", "").ok();
    post(addon + "/pause", "").ok();
    assertThat(get(addon).ok().data().path("status").asString()).isEqualTo("paused");
    String uid = post(addon + "/backups", "").ok().data().path("uid").asString();
    assertThat(get(addon).ok().data().path("status").asString()).isEqualTo("paused");
    queue.backups.clear();
    patch(addon, json("{'description':'changed'}")).ok();
    assertThat(get(addon).ok().data().path("status").asString()).isEqualTo("paused");
    post(addon + "/resume", "").ok();
    assertThat(get(addon).ok().data().path("status").asString()).isEqualTo("running");
    assertThat(queue.backups).containsExactly(BackupId.of(uid));
  }

  @Test
  void putFindsAnAddonByItsNameAlsoWhenThatHasChanged() {
    String addon = addon("Shop", "Shop DB");
    String addons = addon.replaceFirst("/[^/]+$", "");
    patch(addon, json("{'name':'Other DB'}")).ok();
    String body = json("{'name':'%s','type':'postgresql','connection':{'uri':'%s'}}");
    put(addons, body.formatted("Other DB", DATABASE)).ok();
    assertThat(get(addons).ok().data().path("addons")).hasSize(1);
    put(addons, body.formatted("Shop DB", DATABASE)).refused(409, "hf-conflict");
    post(addons, body.formatted("Third DB", DATABASE)).ok();
    patch(addons + "/third-db", json("{'name':'Other DB'}")).refused(409, "hf-conflict");
  }

  @Test
  void theVersionIsWhatTheDatabaseSays() {
    put("/v1/projects", json("{'name':'Shop'}")).ok();
    String body =
        json("{'name':'%s','type':'postgresql','version':'99','connection':{'uri':'%s'}}");
    String addons = "/v1/projects/shop/addons";
    assertThat(
            post(addons + "?skipTest=true", body.formatted("Not Tried", DATABASE))
                .ok()
                .data()
                .path("version")
                .asString())
        .isEmpty();
    assertThat(
            post(addons, body.formatted("Tried", DATABASE)).ok().data().path("version").asString())
        .isEqualTo("16.4");
  }

  @Test
  void patchIgnoresASource() {
    String addon = addon("Shop", "Shop DB");
    patch(addon, json("{'source':{'backupUid':'none'},'description':'changed'}")).ok();
    assertThat(get(addon).ok().data().has("source")).isFalse();
    assertThat(queue.restores).isEmpty();
  }
}
