package holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.model.BackupStatus;
import holdfast.model.DatabaseRoute;
import holdfast.model.RestoreId;
import holdfast.security.Permission;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RestoreTest extends ApiTest {
  private String source;
  private String target;
  private String uid;

  @BeforeEach
  void makeBackupAndTarget() {
    source = addon("Shop", "Shop DB");
    target = addon("Lab", "Lab DB");
    uid = post(source + "/backups", json("{'name':'One'}")).ok().data().path("uid").asString();
  }

  private static final String FROM_SHOP = "?sourceProjectId=shop&sourceAddonId=shop-db";

  @Test
  void restoresIntoItsOwnAddon() {
    story.completes(uid, 7);
    String id = restoreId(post(source + "/backups/one/restore", ""));
    assertThat(queue.restores).containsExactly(RestoreId.of(id));
    assertThat(get(source + "/backups/one").ok().data().path("lastRestore").toString())
        .isEqualTo(json("{'status':'scheduled','restoreTimestamp':'2026-11-24T12:00:00.123Z'}"));
  }

  @Test
  void restoresIntoTheAddonInThePathWhatTheQueryNames() {
    story.completes(uid, 7);
    String id = restoreId(post(target + "/backups/one/restore" + FROM_SHOP, ""));
    story.restoreBegins(id);
    clock.advance(Duration.ofSeconds(1));
    story.restoreEnds(id, BackupStatus.FAILED, Story.FAILURE);
    String fields =
        "'status':'failed','restoreTimestamp':'2026-11-24T12:00:00.123Z','completedAt':'2026-11-24T12:00:01.123Z',"
            + "'failure':{'code':'dump-failed','message':'pg_dump ended with 1','hint':'Look at the log.'}";
    assertThat(get(target + "/restores").ok().data().toString())
        .isEqualTo(
            json(
                "{'restores':[{'id':'%s',%s,'backupId':'one','backupUid':'%s'}]}"
                    .formatted(id, fields, uid)));
    assertThat(get(target + "/backups/one/restores" + FROM_SHOP).ok().data().toString())
        .isEqualTo(json("{'restores':[{'id':'%s',%s}]}".formatted(id, fields)));
    assertThat(get(source + "/backups/one/restores").ok().data().path("restores")).isEmpty();
    assertThat(get(source + "/restores").ok().data().path("restores")).isEmpty();
  }

  @Test
  void restoresOnlyWhatIsCompleted() {
    assertThat(post(source + "/backups/one/restore", "").refused(409, "hf-conflict").message())
        .contains("only a completed one can be restored");
    story.fails(uid);
    post(source + "/backups/one/restore", "").refused(409, "hf-conflict");
    assertThat(queue.restores).isEmpty();
  }

  @Test
  void runsOneRestoreIntoATargetAtATime() {
    story.completes(uid, 7);
    restoreId(post(source + "/backups/one/restore", ""));
    assertThat(post(source + "/backups/one/restore", "").refused(409, "hf-conflict").message())
        .contains("has not ended");
    restoreId(post(target + "/backups/one/restore" + FROM_SHOP, ""));
    delete(target).refused(409, "hf-conflict");
  }

  @Test
  void refusesATargetOfAnotherTypeOrAnOlderVersion() {
    story.completes(uid, 7);
    post(
            "/v1/projects/lab/addons",
            json("{'name':'Cache','type':'redis','connection':{'uri':'redis://h'}}"))
        .ok();
    post("/v1/projects/lab/addons/cache/backups/one/restore" + FROM_SHOP, "")
        .refused(409, "hf-conflict");
    inspections.databaseVersion = "15.9";
    patch(target, json("{'connection':{'uri':'%s'}}".formatted(DATABASE))).ok();
    assertThat(
            post(target + "/backups/one/restore" + FROM_SHOP, "")
                .refused(409, "hf-conflict")
                .message())
        .contains("version 16.4", "runs 15.9");
    inspections.databaseVersion = "17beta1";
    patch(target, json("{'connection':{'uri':'%s'}}".formatted(DATABASE))).ok();
    restoreId(post(target + "/backups/one/restore" + FROM_SHOP, ""));
  }

  @Test
  void replacesNothingWhereThatIsWanted() {
    story.completes(uid, 7);
    String restore = target + "/backups/one/restore" + FROM_SHOP;
    assertThat(post(restore + "&replace=false", "").refused(409, "hf-conflict").message())
        .contains("\"lab-db\" is not empty");
    assertThat(queue.restores).isEmpty();
    post(restore + "&replace=perhaps", "").invalid("replace");

    inspections.databaseIsEmpty = true;
    String id = restoreId(post(restore + "&replace=false", ""));

    assertThat(get(target + "/restores").ok().data().at("/restores/0/replace").toString())
        .isEqualTo("false");
    assertThat(
            catalog.read(stores -> stores.restores().get(RestoreId.of(id)).orElseThrow()).route())
        .isEqualTo(new DatabaseRoute(null, null, false));
  }

  @Test
  void leavesItToTheRunToLookWhereThatCannotBeDoneNow() {
    story.completes(uid, 7);
    inspections.databaseFailure = Optional.of(Story.FAILURE);
    restoreId(post(source + "/backups/one/restore?replace=false", ""));
    assertThat(get(source + "/restores").ok().data().at("/restores/0/replace").toString())
        .isEqualTo("false");
  }

  @Test
  void isNotBegunWhereItsTargetHasChangedAtThatMoment() {
    story.completes(uid, 7);
    inspections.databaseIsEmpty = true;
    String moved = json("{'connection':{'uri':'%s-moved'}}".formatted(DATABASE));
    inspections.pause =
        () -> {
          inspections.pause = () -> {};
          patch(target, moved).ok();
        };
    String restore = target + "/backups/one/restore" + FROM_SHOP + "&replace=false";
    assertThat(post(restore, "").refused(409, "hf-conflict").message()).contains("changed");
    assertThat(queue.restores).isEmpty();
    restoreId(post(restore, ""));
  }

  @Test
  void replacesNothingFromADestinationEither() {
    story.completes(uid, 7);
    String restore = "/v1/backup-destinations/built-in/backups/" + uid + "/restore";
    String body = json("{'projectId':'lab','addonId':'lab-db','replace':%s}");
    post(restore, body.formatted("false")).refused(409, "hf-conflict");
    post(restore, body.formatted("\"false\"")).invalid("replace");
    restoreId(post(restore, body.formatted("true")));
    assertThat(get(target + "/restores").ok().data().at("/restores/0").has("replace")).isFalse();
  }

  @Test
  void abortsARestoreOfThisBackupIntoThisTarget() {
    story.completes(uid, 7);
    String id = restoreId(post(target + "/backups/one/restore" + FROM_SHOP, ""));
    String body = json("{'restoreId':'%s'}".formatted(id));
    post(source + "/backups/one/abort-restore", body).refused(404, "hf-not-found");
    story.restoreBegins(id);
    post(target + "/backups/one/abort-restore" + FROM_SHOP, body).ok();
    JsonNode aborting = get(target + "/restores").ok().data().at("/restores/0");
    assertThat(aborting.path("status").asString()).isEqualTo("aborting");
    assertThat(aborting.at("/progress/readBytes").asLong()).isZero();
    story.restoreEnds(id, BackupStatus.COMPLETED, null);
    post(target + "/backups/one/abort-restore" + FROM_SHOP, body).refused(409, "hf-conflict");
    post(target + "/backups/one/abort-restore" + FROM_SHOP, json("{'restoreId':'zz'}"))
        .refused(404, "hf-not-found");
  }

  @Test
  void restoresFromADestinationWhatHasLostItsAddonAndProject() {
    story.completes(uid, 7);
    delete("/v1/projects/shop?delete_child_objects=true").ok();
    String restore = "/v1/backup-destinations/built-in/backups/" + uid + "/restore";
    post(restore, json("{'projectId':'lab','addonId':'gone'}")).refused(404, "hf-not-found");
    restoreId(post(restore, json("{'projectId':'lab','addonId':'lab-db'}")));
    post(restore, json("{'projectId':'lab','addonId':'lab-db'}")).refused(409, "hf-conflict");
  }

  @Test
  void readsNothingThatTheTokenMayNotRead() {
    story.completes(uid, 7);
    String inLab = tokenIn("lab", Permission.ADDONS_UPDATE, Permission.ADDONS_READ);
    String path = target + "/backups/one/restore" + FROM_SHOP;
    assertThat(client.send(inLab, "POST", path, "").refused(404, "hf-not-found").message())
        .isEqualTo("There is no project \"shop\".");
    client
        .send(inLab, "GET", target + "/backups/one/restores" + FROM_SHOP, "")
        .refused(404, "hf-not-found");
    String updater = tokenWith(Permission.ADDONS_UPDATE);
    client.send(updater, "POST", path, "").refused(403, "hf-forbidden");
    restoreId(client.send(updater, "POST", source + "/backups/one/restore" + FROM_SHOP, ""));
  }

  @Test
  void needsBothProjectsToRestoreFromADestination() {
    story.completes(uid, 7);
    String restore = "/v1/backup-destinations/built-in/backups/" + uid + "/restore";
    String body = json("{'projectId':'lab','addonId':'lab-db'}");
    String reader = tokenWith(Permission.DESTINATIONS_READ, Permission.ADDONS_READ);
    client.send(reader, "POST", restore, body).refused(403, "hf-forbidden");
    String inLab =
        tokenIn(
            "lab", Permission.DESTINATIONS_READ, Permission.ADDONS_READ, Permission.ADDONS_UPDATE);
    client.send(inLab, "POST", restore, body).refused(403, "hf-forbidden");
    String inShop =
        tokenIn(
            "shop", Permission.DESTINATIONS_READ, Permission.ADDONS_READ, Permission.ADDONS_UPDATE);
    client.send(inShop, "POST", restore, body).refused(404, "hf-not-found");
    assertThat(queue.restores).isEmpty();
  }

  private static String restoreId(Reply reply) {
    String id = reply.ok().data().path("restoreId").asString();
    assertThat(id).matches("[0-9a-f]{24}");
    return id;
  }

  @Test
  void isAbortedAlsoWhenItsBackupsAddonIsGone() {
    String source = addon("Shop", "Source");
    String target = addon("Shop", "Target");
    String uid =
        post(source + "/backups", json("{'name':'One'}")).ok().data().path("uid").asString();
    story.completes(uid, 7);
    String from = "?sourceProjectId=shop&sourceAddonId=source";
    String id =
        post(target + "/backups/one/restore" + from, "").ok().data().path("restoreId").asString();
    delete(source).ok();
    String abort = target + "/backups/one/abort-restore";
    String body = json("{'restoreId':'%s'}".formatted(id));
    post(abort + "?sourceAddonId=other", body).refused(404, "hf-not-found");
    post(target + "/backups/two/abort-restore", body).refused(404, "hf-not-found");
    post(abort + from, body).ok();
    assertThat(get(target + "/restores").ok().data().at("/restores/0/status").asString())
        .isEqualTo("aborted");
    assertThat(post(abort, body).refused(409, "hf-conflict").message()).contains("has ended");
  }
}
