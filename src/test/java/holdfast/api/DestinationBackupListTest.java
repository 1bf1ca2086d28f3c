package holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.model.BackupStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** {@code GET /v1/backup-destinations/{id}/backups}, the reference document's endpoint. */
class DestinationBackupListTest extends ApiTest {
  private static final String LIST = "/v1/backup-destinations/built-in/backups";

  @Test
  void isAnEmptyArrayForADestinationWithoutBackups() {
    Reply reply = get(LIST).ok();
    assertThat(reply.json().toString())
        .isEqualTo("{\"data\":[],\"pagination\":{\"hasNextPage\":false,\"count\":0}}");
  }

  @Test
  void showsACompletedBackupAsTheReferenceDocumentDoes() {
    String uid = backup("Nightly", "");
    story.begins(uid);
    clock.advance(Duration.ofMillis(1319));
    story.ends(uid, BackupStatus.COMPLETED, 1234, null);
    assertGolden(
        uid,
        """
        {"id":"nightly","name":"Nightly","status":"completed",\
        "project":{"id":"shop","name":"Shop"},"addon":{"id":"shop-db","name":"Shop DB"},\
        "config":{"addonVersion":"16.4","addonType":"postgresql","source":{"type":"global"},"size":"1234"},\
        "schedules":[],"expiredBy":253402300799999,\
        "createdAt":"2026-11-24T12:00:00.123Z","completedAt":"2026-11-24T12:00:01.442Z",\
        "uid":"%s","backupType":"dump","compressionType":"gz"}""");
  }

  @Test
  void showsAScheduledBackupWithoutEndAndSize() {
    String uid = backup("Nightly", "");
    assertGolden(
        uid,
        """
        {"id":"nightly","name":"Nightly","status":"scheduled",\
        "project":{"id":"shop","name":"Shop"},"addon":{"id":"shop-db","name":"Shop DB"},\
        "config":{"addonVersion":"16.4","addonType":"postgresql","source":{"type":"global"},"size":"0"},\
        "schedules":[],"expiredBy":253402300799999,\
        "createdAt":"2026-11-24T12:00:00.123Z","completedAt":"",\
        "uid":"%s","backupType":"dump","compressionType":"gz"}""");
  }

  @Test
  void showsEachOtherStatusWithItsOwnFields() {
    String running = backup("One", "");
    story.begins(running);
    String aborting = backup("Two", "");
    story.begins(aborting);
    post("/v1/projects/shop/addons/shop-db/backups/two/abort", "").ok();
    String aborted = backup("Three", "");
    story.begins(aborted);
    post("/v1/projects/shop/addons/shop-db/backups/three/abort", "").ok();
    story.isAborted(aborted);
    story.fails(backup("Four", ""));
    story.isNotSupported(backup("Five", ""));

    JsonNode items = get(LIST).ok().data();
    assertThat(Reply.texts(items, "status"))
        .containsExactly("not-supported", "failed", "aborted", "aborting", "in-progress");
    assertThat(Reply.texts(items, "completedAt"))
        .containsExactly(
            "2026-11-24T12:00:00.123Z",
            "2026-11-24T12:00:00.123Z",
            "2026-11-24T12:00:00.123Z",
            "",
            "");
    long in30Days = START.plus(Duration.ofDays(30)).toEpochMilli();
    assertThat(items.valueStream().map(item -> item.path("expiredBy").asLong()).toList())
        .containsExactly(in30Days, in30Days, in30Days, 253402300799999L, 253402300799999L);
    assertThat(items.get(0).path("failure").path("hint").asString())
        .isEqualTo("Install the package postgresql-client-99.");
    assertThat(items.get(1).path("failure").path("code").asString()).isEqualTo("dump-failed");
    assertThat(items.get(4).has("failure")).isFalse();
  }

  @Test
  void showsInOneItemHowFarARunningBackupHasCome() {
    String uid = backup("Nightly", "");
    story.begins(uid);
    JsonNode item = get(LIST + "/" + uid).ok().data();
    assertThat(item.path("progress").path("readBytes").asLong()).isEqualTo(4096);
    assertThat(item.path("progress").path("expectedBytes").asLong()).isEqualTo(1_000_000);
  }

  @Test
  void showsAnotherExpiryForEachCopy() {
    post("/v1/backup-destinations", json("{'name':'Second','type':'local'}")).ok();
    backup(
        "Nightly",
        ",'additionalDestinations':[{'destinationId':'second','retentionTime':7,'type':'custom'}]");
    assertThat(get(LIST).ok().data().get(0).path("expiredBy").asLong()).isEqualTo(253402300799999L);
    assertThat(
            get("/v1/backup-destinations/second/backups")
                .ok()
                .data()
                .get(0)
                .path("expiredBy")
                .asLong())
        .isEqualTo(START.plus(Duration.ofDays(7)).toEpochMilli());
  }

  @Test
  void keepsShowingTheNamesOfAddonsAndProjectsThatAreGone() {
    story.completes(backup("Nightly", ""), 1);
    delete("/v1/projects/shop?delete_child_objects=true").ok();
    JsonNode item = get(LIST).ok().data().get(0);
    assertThat(item.path("project").path("name").asString()).isEqualTo("Shop");
    assertThat(item.path("addon").path("id").asString()).isEqualTo("shop-db");
  }

  @Test
  void walksByCursorOverEachBackupOnceWhileOthersAreMade() {
    List<String> atStart = new ArrayList<>();
    for (int i = 100; i < 125; i++) {
      backup("Backup " + i, "");
      atStart.add("backup-" + i);
    }
    List<String> seen = new ArrayList<>();
    String cursor = "";
    do {
      Reply page = get(LIST + "?per_page=4" + cursor).ok();
      seen.addAll(Reply.texts(page.data(), "id"));
      assertThat(page.json().at("/pagination/count").asInt()).isEqualTo(page.data().size());
      backup("Later " + (100 + seen.size()), "");
      JsonNode next = page.json().at("/pagination/cursor");
      assertThat(next.isMissingNode())
          .isEqualTo(!page.json().at("/pagination/hasNextPage").asBoolean());
      cursor = next.isMissingNode() ? "" : "&page=2&cursor=" + next.asString();
    } while (!cursor.isEmpty());
    assertThat(seen).hasSize(new HashSet<>(seen).size());
    assertThat(seen.reversed()).containsExactlyElementsOf(atStart);
  }

  @Test
  void walksByPageNumber() {
    for (int i = 1; i <= 5; i++) {
      backup("Backup " + i, "");
    }
    assertThat(Reply.texts(get(LIST + "?per_page=2&page=2").ok().data(), "id"))
        .containsExactly("backup-3", "backup-2");
    Reply last = get(LIST + "?per_page=2&page=3").ok();
    assertThat(last.json().path("pagination").toString())
        .isEqualTo("{\"hasNextPage\":false,\"count\":1}");
    assertThat(get(LIST + "?per_page=2&page=2147483647").ok().data()).isEmpty();
  }

  @Test
  void refusesPagesThatAreNone() {
    get(LIST + "?per_page=0").invalid("per_page", "must be >= 1. Received \"0\"");
    get(LIST + "?per_page=101").invalid("per_page", "must be <= 100. Received \"101\"");
    get(LIST + "?per_page=ten").invalid("per_page", "must be an integer. Received \"ten\"");
    get(LIST + "?per_page=").invalid("per_page");
    get(LIST + "?page=0").invalid("page");
    get(LIST + "?page=99999999999999999999").invalid("page");
    get(LIST + "?cursor=").invalid("cursor");
    get(LIST + "?cursor=zzzzzzzzzzzzzzzzzzzzzzzz").invalid("cursor");
    get(LIST + "?cursor=0123456789abcdef0123456").invalid("cursor");
    get(LIST + "?unknown=1").ok();
  }

  @Test
  void acceptsTheDestinationsNameAsItsId() {
    backup("Nightly", "");
    assertThat(get("/v1/backup-destinations/Built%20in/backups").ok().data()).hasSize(1);
  }

  @Test
  void doesNotKnowOtherDestinations() {
    Reply reply = get("/v1/backup-destinations/elsewhere/backups").refused(404, "hf-not-found");
    assertThat(reply.message()).isEqualTo("There is no backup destination \"elsewhere\".");
  }

  private String backup(String name, String more) {
    String addon = "/v1/projects/shop/addons/shop-db";
    if (get(addon).status() == 404) {
      addon("Shop", "Shop DB");
    }
    return post(addon + "/backups", json("{'name':'%s'%s}".formatted(name, more)))
        .ok()
        .data()
        .path("uid")
        .asString();
  }

  private void assertGolden(String uid, String expected) {
    assertThat(get(LIST).ok().data().get(0).toString()).isEqualTo(expected.formatted(uid));
  }
}
