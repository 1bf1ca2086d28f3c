package holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.model.BackupId;
import holdfast.model.BackupStatus;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class BackupTest extends ApiTest {
  private String backups;

  @BeforeEach
  void makeAddon() {
    backups = addon("Shop", "Shop DB") + "/backups";
    post("/v1/backup-destinations", json("{'name':'Second One','type':'local'}")).ok();
  }

  private String make(String body) {
    return post(backups, json(body)).ok().data().path("uid").asString();
  }

  @Test
  void takesADumpToTheBuiltInDestinationUnlessToldOtherwise() {
    JsonNode made = post(backups, "").ok().data();
    String uid = made.path("uid").asString();
    assertThat(made.toString())
        .isEqualTo(
            json("{'id':'backup-2026-11-24-12-00-00','name':'Backup 2026-11-24 12:00:00','uid':'%s','status':'scheduled',"
                    + "'createdAt':'2026-11-24T12:00:00.123Z','backupType':'dump',"
                    + "'copies':[{'destinationId':'built-in','status':'scheduled','size':'0','expiredBy':253402300799999}],"
                    + "'config':{'source':{'type':'sameAddon'},'size':'0','addonVersion':'16.4'}}")
                .formatted(uid));
    assertThat(queue.backups).containsExactly(BackupId.of(uid));
    assertThat(post(backups, "{}").ok().data().path("name").asString())
        .isEqualTo("Backup 2026-11-24 12:00:00-2");
  }

  @Test
  void refusesANameThatIsTakenInsteadOfMakingASecondBackup() {
    make("{'name':'Nightly'}");
    Reply taken = post(backups, json("{'name':'Nightly'}"));
    assertThat(taken.refused(409, "hf-conflict").message()).contains("\"Nightly\"");
    assertThat(queue.backups).hasSize(1);
    post(backups, json("{'name':'no_underscores'}")).invalid("name");
    post(backups, json("{'name':'a/b:c d-e'}")).ok();
  }

  @Test
  void takesTheTypeAndCompressionThatAreAskedFor() {
    make("{'name':'Dump','compressionType':'zstd'}");
    make("{'name':'Snap','backupType':'snapshot'}");
    JsonNode listed = get(backups).ok().data().path("backups");
    assertThat(listed.get(0).path("config").toString())
        .isEqualTo(
            json(
                "{'source':{'type':'snapshot'},'size':'0','addonVersion':'16.4','additionalDestinations':[]}"));
    assertThat(listed.get(1).at("/config/compressionType").asString()).isEqualTo("zstd");
    post(backups, json("{'backupType':'snapshot','compressionType':'gz'}"))
        .invalid("compressionType", "is not allowed for a snapshot");
    post(backups, json("{'compressionType':'xz'}"))
        .invalid("compressionType", "must be one of gz, zstd. Received \"xz\"");
  }

  @Test
  void refusesATypeThatTheAddonsTypeNeverHas() {
    post(
            "/v1/projects/shop/addons",
            json("{'name':'Cache','type':'redis','connection':{'uri':'redis://h'}}"))
        .ok();
    String cache = "/v1/projects/shop/addons/cache/backups";
    post(cache, json("{'backupType':'dump'}"))
        .invalid(
            "backupType", "must be one of snapshot, since the addon is Redis. Received \"dump\"");
    assertThat(post(cache, "").ok().data().path("backupType").asString()).isEqualTo("snapshot");
  }

  @Test
  void makesOneCopyForEachDistinctDestinationAndKeepsItForTheLongestTime() {
    make(
        """
        {'name':'One','customDestinationId':'Second One','additionalDestinations':[\
        {'destinationId':'built-in','retentionTime':3,'type':'custom'},\
        {'destinationId':'built-in','retentionTime':5,'type':'custom'},\
        {'destinationId':'second-one','retentionTime':9,'type':'custom'}]}""");
    JsonNode item = get(backups).ok().data().at("/backups/0");
    assertThat(item.path("customDestinationId").asString()).isEqualTo("second-one");
    assertThat(item.at("/config/additionalDestinations").toString())
        .isEqualTo(json("[{'destinationId':'built-in','retentionTime':5,'type':'custom'}]"));
    assertThat(Reply.texts(item.path("copies"), "destinationId"))
        .containsExactly("second-one", "built-in");
    assertThat(item.at("/copies/0/expiredBy").asLong()).isEqualTo(253402300799999L);
    assertThat(item.at("/copies/1/expiredBy").asLong())
        .isEqualTo(START.plus(Duration.ofDays(5)).toEpochMilli());
  }

  @Test
  void namesTheFieldOfADestinationThatIsNotThere() {
    post(backups, json("{'customDestinationId':'elsewhere'}"))
        .invalid("customDestinationId", "must name a backup destination. Received \"elsewhere\"");
    post(
            backups,
            json(
                "{'additionalDestinations':[{'destinationId':'built-in','type':'custom'},{'destinationId':'x','type':'custom'}]}"))
        .invalid("additionalDestinations.1.destinationId");
    post(backups, json("{'additionalDestinations':[{'destinationId':'built-in','type':'odd'}]}"))
        .invalid("additionalDestinations.0.type");
    post(
            backups,
            json(
                "{'additionalDestinations':[{'destinationId':'built-in','type':'custom','retentionTime':0}]}"))
        .invalid("additionalDestinations.0.retentionTime", "must be >= 1. Received \"0\"");
    assertThat(queue.backups).isEmpty();
  }

  @Test
  void showsHowABackupEnded() {
    String uid = make("{'name':'One'}");
    story.begins(uid);
    JsonNode running = get(backups + "/one").ok().data();
    assertThat(running.path("status").asString()).isEqualTo("in-progress");
    assertThat(running.at("/progress/readBytes").asLong()).isEqualTo(4096);
    assertThat(running.has("completedAt")).isFalse();
    clock.advance(Duration.ofSeconds(3));
    story.ends(uid, BackupStatus.FAILED, 0, Story.FAILURE);
    JsonNode failed = get(backups + "/one").ok().data();
    assertThat(failed.path("failure").toString())
        .isEqualTo(
            json(
                "{'code':'dump-failed','message':'pg_dump ended with 1','hint':'Look at the log.'}"));
    assertThat(failed.path("completedAt").asString()).isEqualTo("2026-11-24T12:00:03.123Z");
    assertThat(failed.at("/copies/0/expiredBy").asLong())
        .isEqualTo(START.plus(Duration.ofDays(30)).toEpochMilli());
  }

  @Test
  void abortsWhatHasNotEnded() {
    String uid = make("{'name':'One'}");
    story.begins(uid);
    post(backups + "/one/abort", "").ok();
    assertThat(get(backups + "/one").ok().data().path("status").asString()).isEqualTo("aborting");
    post(backups + "/one/abort", "").ok();
    story.isAborted(uid);
    assertThat(post(backups + "/one/abort", "").refused(409, "hf-conflict").message())
        .contains("has ended (aborted)");
    make("{'name':'Two'}");
    post(backups + "/two/abort", "{}").ok();
    assertThat(get(backups + "/two").ok().data().path("status").asString()).isEqualTo("aborted");
    post(backups + "/two/abort", json("{'force':true}")).invalid("force", "is not allowed");
  }

  @Test
  void deletesWhatHasEnded() {
    String uid = make("{'name':'One'}");
    assertThat(delete(backups + "/one").refused(409, "hf-conflict").message())
        .contains("Abort it first");
    story.completes(uid, 7);
    delete(backups + "/one").ok();
    get(backups + "/one").refused(404, "hf-not-found");
    delete(backups + "/one").refused(404, "hf-not-found");
    assertThat(get("/v1/backup-destinations/built-in/backups").ok().data()).isEmpty();
  }

  @Test
  void deletesOneCopyAndKeepsTheOther() {
    String uid =
        make(
            "{'name':'One','additionalDestinations':[{'destinationId':'second-one','type':'custom'}]}");
    String copy = "/v1/backup-destinations/second-one/backups/" + uid;
    delete(copy).refused(409, "hf-conflict");
    story.completes(uid, 7);
    delete(copy).ok();
    get(copy).refused(404, "hf-not-found");
    assertThat(Reply.texts(get(backups + "/one").ok().data().path("copies"), "destinationId"))
        .containsExactly("built-in");
  }

  @Test
  void doesNotDeleteWhatIsBeingRestored() {
    String uid = make("{'name':'One'}");
    story.completes(uid, 7);
    post(backups + "/one/restore", "").ok();
    assertThat(delete(backups + "/one").refused(409, "hf-conflict").message())
        .contains("is being restored");
    delete("/v1/backup-destinations/built-in/backups/" + uid).refused(409, "hf-conflict");
  }

  @Test
  void keepsABackupForEverWhenAskedTo() {
    make(
        "{'name':'One','additionalDestinations':[{'destinationId':'second-one','retentionTime':5,'type':'custom'}]}");
    post(backups + "/one/retain", "").ok();
    assertThat(get(backups + "/one").ok().data().at("/copies/1/expiredBy").asLong())
        .isEqualTo(253402300799999L);
  }

  @Test
  void doesNotKnowUidsThatAreNone() {
    String list = "/v1/backup-destinations/built-in/backups/";
    get(list + "one").refused(404, "hf-not-found");
    get(list + "1-1-1-1-1").refused(404, "hf-not-found");
    String elsewhere = make("{'name':'One','customDestinationId':'second-one'}");
    get(list + elsewhere).refused(404, "hf-not-found");
  }
}
