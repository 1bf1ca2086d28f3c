package holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.model.RestoreId;
import holdfast.security.Permission;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ForkTest extends ApiTest {
  private static final String ADDONS = "/v1/projects/shop/addons";
  private String uid;

  @BeforeEach
  void makeBackup() {
    String backups = addon("Shop", "Shop DB") + "/backups";
    uid = post(backups, json("{'name':'One'}")).ok().data().path("uid").asString();
    story.completes(uid, 10);
    inspections.databaseIsEmpty = true;
  }

  private static String fork(String source) {
    return json(
        "{'name':'Fork','type':'postgresql','source':%s,'connection':{'uri':'%s'}}"
            .formatted(source, DATABASE));
  }

  @Test
  void isFilledFromABackupOfAnAddon() {
    JsonNode made = post(ADDONS, fork("{'addonId':'shop-db','backupId':'one'}")).ok().data();
    assertThat(made.path("source").toString())
        .isEqualTo(json("{'addonId':'shop-db','backupId':'one'}"));
    String restore = made.path("restoreId").asString();
    assertThat(queue.restores).containsExactly(RestoreId.of(restore));
    JsonNode listed = get(ADDONS + "/fork/restores").ok().data().at("/restores/0");
    assertThat(listed.path("id").asString()).isEqualTo(restore);
    assertThat(listed.path("backupUid").asString()).isEqualTo(uid);
    story.restoreBegins(restore);
    assertThat(get(ADDONS + "/fork").ok().data().path("status").asString()).isEqualTo("restore");
  }

  @Test
  void isFilledFromABackupOfAnotherProjectAndByUid() {
    put("/v1/projects", json("{'name':'Other'}")).ok();
    String others = "/v1/projects/other/addons";
    post(others, fork("{'projectId':'shop','addonId':'shop-db','backupId':'one'}")).ok();
    delete(others + "/fork").refused(409, "hf-conflict");
    post(others, fork("{'backupUid':'%s'}".formatted(uid)).replace("Fork", "Fork2")).ok();
    assertThat(queue.restores).hasSize(2);
  }

  @Test
  void isFilledFromABackupWhoseAddonIsGone() {
    delete(ADDONS + "/shop-db").ok();
    post(ADDONS, fork("{'backupUid':'%s'}".formatted(uid))).ok();
    assertThat(queue.restores).hasSize(1);
  }

  @Test
  void refusesADatabaseThatHoldsSomething() {
    inspections.databaseIsEmpty = false;
    String source = "{'addonId':'shop-db','backupId':'one'}";
    assertThat(post(ADDONS, fork(source)).refused(409, "hf-conflict").message())
        .contains("not empty");
    post(ADDONS + "?skipTest=true", fork(source)).refused(409, "hf-conflict");
    get(ADDONS + "/fork").refused(404, "hf-not-found");
    assertThat(queue.restores).isEmpty();
  }

  @Test
  void refusesASourceThatIsNotOne() {
    for (String source :
        new String[] {
          "{}",
          "{'addonId':'shop-db'}",
          "{'backupId':'one'}",
          "{'projectId':'shop','backupUid':'%s'}".formatted(uid),
          "{'addonId':'shop-db','backupId':'one','backupUid':'%s'}".formatted(uid)
        }) {
      post(ADDONS, fork(source)).invalid("source");
    }
    post(ADDONS, fork("'one'")).invalid("source");
    post(ADDONS, fork("{'backupUid':'%s','more':1}".formatted(uid))).invalid("source.more");
    post(ADDONS, fork("{'addonId':'shop-db','backupId':'two'}")).refused(404, "hf-not-found");
    post(ADDONS, fork("{'addonId':'none','backupId':'one'}")).refused(404, "hf-not-found");
    post(ADDONS, fork("{'backupUid':'none'}")).refused(404, "hf-not-found");
  }

  @Test
  void refusesABackupThatCannotBeRestoredThere() {
    post(ADDONS + "/shop-db/backups", json("{'name':'Two'}")).ok();
    assertThat(
            post(ADDONS, fork("{'addonId':'shop-db','backupId':'two'}"))
                .refused(409, "hf-conflict")
                .message())
        .contains("only a completed one");
    inspections.databaseVersion = "15.2";
    assertThat(
            post(ADDONS, fork("{'addonId':'shop-db','backupId':'one'}"))
                .refused(409, "hf-conflict")
                .message())
        .contains("not older");
    get(ADDONS + "/fork").refused(404, "hf-not-found");
  }

  @Test
  void isForWhoMayReadTheSource() {
    put("/v1/projects", json("{'name':'Other'}")).ok();
    String others = "/v1/projects/other/addons";
    String here = tokenIn("other", Permission.ADDONS_CREATE, Permission.ADDONS_READ);
    client
        .send(here, "POST", others, fork("{'backupUid':'%s'}".formatted(uid)))
        .refused(404, "hf-not-found");
    client
        .send(
            here, "POST", others, fork("{'projectId':'shop','addonId':'shop-db','backupId':'one'}"))
        .refused(404, "hf-not-found");
    String creator = tokenWith(Permission.ADDONS_CREATE);
    assertThat(
            client
                .send(creator, "POST", ADDONS, fork("{'addonId':'shop-db','backupId':'one'}"))
                .refused(403, "hf-forbidden")
                .message())
        .contains(Permission.ADDONS_READ.wire());
    assertThat(queue.restores).isEmpty();
  }

  @Test
  void putForksOnlyWhatIsNew() {
    String body = fork("{'addonId':'shop-db','backupId':'one'}");
    put(ADDONS, body).ok();
    inspections.databaseIsEmpty = false;
    story.restoreBegins(queue.restores.getFirst().toString());
    story.restoreEnds(
        queue.restores.getFirst().toString(), holdfast.model.BackupStatus.COMPLETED, null);
    put(ADDONS, body).ok();
    assertThat(queue.restores).hasSize(1);
  }
}
