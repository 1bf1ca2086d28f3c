package holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ScheduleTest extends ScheduleApiTest {
  @Test
  void showsAScheduleAsItWasMade() {
    String id =
        make(
            dumpsWith(
                "{'interval':'weekly','minute':[30,0],'hour':[4],'day':[6,0]}",
                "'compressionType':'zstd','customDestinationId':'Second One','timeZone':'Europe/Berlin',"
                    + "'additionalDestinations':[{'destinationId':'built-in','retentionTime':90,'type':'custom'},"
                    + "{'destinationId':'second-one','type':'custom'}]"));
    assertThat(listed().toString())
        .isEqualTo(
            json("[{'id':'%s','backupType':'dump','backupCompressionType':'zstd','customDestinationId':'second-one',"
                    + "'additionalDestinations':[{'destinationId':'built-in','retentionTime':90,'type':'custom'},"
                    + "{'destinationId':'second-one','type':'custom'}],"
                    + "'scheduling':{'interval':'weekly','minute':[30,0],'hour':[4],'day':[6,0]},'retentionTime':7,"
                    + "'timeZone':'Europe/Berlin','createdAt':'2026-11-24T12:00:00.123Z','updatedAt':'2026-11-24T12:00:00.123Z'}]")
                .formatted(id));
  }

  @Test
  void takesGzUtcAndTheBuiltInDestinationUnlessToldOtherwise() {
    make(dumps(HOURLY));
    make(json("{'scheduling':%s,'backupType':'snapshot','retentionTime':60}".formatted(DAILY)));
    assertThat(listed().get(1).path("backupCompressionType").asString()).isEqualTo("gz");
    assertThat(listed().get(1).path("timeZone").asString()).isEqualTo("UTC");
    assertThat(listed().get(1).path("additionalDestinations")).isEmpty();
    assertThat(listed().get(1).has("customDestinationId")).isFalse();
    assertThat(listed().get(0).path("backupType").asString()).isEqualTo("snapshot");
    assertThat(listed().get(0).has("backupCompressionType")).isFalse();
  }

  @Test
  void listsPageByPageNewestFirst() {
    make(dumps(HOURLY));
    make(dumps(DAILY));
    make(dumps(WEEKLY));
    Reply first = get(schedules + "?per_page=2").ok();
    assertThat(intervals(first)).containsExactly("weekly", "daily");
    String cursor = first.json().at("/pagination/cursor").asString();
    Reply last = get(schedules + "?per_page=2&cursor=" + cursor).ok();
    assertThat(intervals(last)).containsExactly("hourly");
    assertThat(last.json().path("pagination").has("cursor")).isFalse();
  }

  private static List<String> intervals(Reply reply) {
    return reply
        .data()
        .path("schedules")
        .valueStream()
        .map(schedule -> schedule.at("/scheduling/interval").asString())
        .toList();
  }

  @Test
  void refusesASecondScheduleOfTheSameIntervalAndType() {
    make(dumps(DAILY));
    assertThat(post(schedules, dumps(DAILY)).refused(409, "hf-conflict").message())
        .isEqualTo(
            "The addon \"shop-db\" has a schedule of this interval and backup type. Delete it first, or replace all schedules with \"backupSchedules\" of the addon.");
    Reply twice = patch(addon, "{\"backupSchedules\":[%1$s,%1$s]}".formatted(dumps(DAILY)));
    assertThat(twice.refused(409, "hf-conflict").message()).contains("two daily dump schedules");
    make(json("{'scheduling':%s,'backupType':'snapshot','retentionTime':7}".formatted(DAILY)));
    assertThat(listed()).hasSize(2);
  }

  @Test
  void deletesASchedule() {
    String id = make(dumps(DAILY));
    String other = addon("Shop", "Other DB") + "/backup-schedules/" + id;
    assertThat(delete(other).refused(404, "hf-not-found").message())
        .isEqualTo("There is no backup schedule \"%s\".".formatted(id));
    delete(schedules + "/" + id).ok();
    assertThat(listed()).isEmpty();
    delete(schedules + "/" + id).refused(404, "hf-not-found");
    delete(schedules + "/daily").refused(404, "hf-not-found");
  }

  @Test
  void replacesTheSetThroughTheAddonAndKeepsWhatIsOfTheSameKind() {
    String hourly = make(dumps(HOURLY));
    String daily = make(dumps(DAILY));
    make(dumps(WEEKLY));
    clock.advance(Duration.ofMinutes(1));
    String later = "{'interval':'daily','minute':[0],'hour':[5]}";
    String monthly =
        json("{'scheduling':%s,'backupType':'snapshot','retentionTime':99}".formatted(WEEKLY));
    JsonNode echoed =
        patch(
                addon,
                "{\"backupSchedules\":[%s,%s,%s]}".formatted(monthly, dumps(later), dumps(HOURLY)))
            .ok()
            .data()
            .path("backupSchedules");
    JsonNode now = listed();
    assertThat(intervals(get(schedules))).containsExactly("weekly", "daily", "hourly");
    assertThat(now.get(0).path("backupType").asString()).isEqualTo("snapshot");
    assertThat(now.get(0).path("createdAt").asString()).isEqualTo("2026-11-24T12:01:00.123Z");
    assertThat(now.get(1).path("id").asString()).isEqualTo(daily);
    assertThat(now.get(1).at("/scheduling/hour").toString()).isEqualTo("[5]");
    assertThat(now.get(1).path("createdAt").asString()).isEqualTo("2026-11-24T12:00:00.123Z");
    assertThat(now.get(1).path("updatedAt").asString()).isEqualTo("2026-11-24T12:01:00.123Z");
    assertThat(now.get(2).path("id").asString()).isEqualTo(hourly);
    assertThat(now.get(2).path("updatedAt").asString()).isEqualTo("2026-11-24T12:00:00.123Z");
    assertThat(echoed).hasSize(3);
    assertThat(get(addon).ok().data().path("backupSchedules")).isEqualTo(echoed);
  }

  @Test
  void keepsTheSetWhenTheAddonIsChangedWithoutOneAndEmptiesItWithAnEmptyOne() {
    make(dumps(DAILY));
    patch(addon, json("{'description':'Orders'}")).ok();
    assertThat(listed()).hasSize(1);
    patch(addon, json("{'backupSchedules':[]}")).ok();
    assertThat(listed()).isEmpty();
  }

  @Test
  void takesAsASetWhatAnAddonShows() {
    make(
        dumpsWith(
            WEEKLY,
            "'compressionType':'zstd','customDestinationId':'second-one','timeZone':'Asia/Kathmandu',"
                + "'additionalDestinations':[{'destinationId':'built-in','type':'custom'}]"));
    make(json("{'scheduling':%s,'backupType':'snapshot','retentionTime':9}".formatted(DAILY)));
    JsonNode before = listed();
    clock.advance(Duration.ofMinutes(1));
    ObjectNode body = Json.object();
    body.set("backupSchedules", get(addon).ok().data().path("backupSchedules"));
    patch(addon, body.toString()).ok();
    assertThat(listed()).isEqualTo(before);
  }

  @Test
  void makesAnAddonWithItsSchedulesOrNeither() {
    String body =
        json(
            "{'name':'Main','type':'postgresql','connection':{'uri':'%s'},'backupSchedules':[%s]}"
                .formatted(DATABASE, dumps(DAILY)));
    String all = "/v1/projects/shop/addons";
    post(all, body.replace("[4]", "[24]")).invalid("backupSchedules.0.scheduling.hour.0");
    get(all + "/main").refused(404, "hf-not-found");
    JsonNode made = post(all, body).ok().data();
    assertThat(made.path("backupSchedules").toString())
        .isEqualTo(
            json(
                "[{'backupType':'dump','compressionType':'gz','additionalDestinations':[],"
                    + "'scheduling':{'interval':'daily','minute':[0],'hour':[4]},'retentionTime':7,'timeZone':'UTC'}]"));
    JsonNode before = get(all + "/main/backup-schedules").ok().data();
    put(all, body).ok();
    assertThat(get(all + "/main/backup-schedules").ok().data()).isEqualTo(before);
    put(all, body.replace("daily", "weekly").replace("[4]", "[4],\"day\":[0]")).ok();
    assertThat(get(all + "/main/backup-schedules").ok().data().at("/schedules/0/scheduling/day"))
        .hasSize(1);
  }

  @Test
  void keepsADestinationThatAScheduleNames() {
    String second = "/v1/backup-destinations/second-one";
    String id = make(dumpsWith(DAILY, "'customDestinationId':'second-one'"));
    assertThat(delete(second).refused(409, "hf-conflict").message())
        .contains("Delete its backups, and the schedules that name it, first.");
    delete(schedules + "/" + id).ok();
    make(
        dumpsWith(
            DAILY, "'additionalDestinations':[{'destinationId':'second-one','type':'custom'}]"));
    delete(second).refused(409, "hf-conflict");
    delete(addon).ok();
    delete(second).ok();
  }
}
