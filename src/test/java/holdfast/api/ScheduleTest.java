package holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.model.Failure;
import holdfast.model.FailureCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ScheduleTest extends ApiTest {
  private static final String HOURLY = "{'interval':'hourly','minute':[0]}";
  private static final String DAILY = "{'interval':'daily','minute':[0],'hour':[4]}";
  private static final String WEEKLY = "{'interval':'weekly','minute':[0],'hour':[4],'day':[6]}";
  private static final String RETAINED = "'backupType':'dump','retentionTime':7}";

  private static final Failure UNREACHABLE =
      new Failure(FailureCode.DATABASE_UNREACHABLE, "nobody answers", "Start it.");

  private String addon;
  private String schedules;

  @BeforeEach
  void makeAddonAndDestination() {
    addon = addon("Shop", "Shop DB");
    schedules = addon + "/backup-schedules";
    post("/v1/backup-destinations", json("{'name':'Second One','type':'local'}")).ok();
  }

  private static String dumps(String scheduling) {
    return json("{'scheduling':" + scheduling + "," + RETAINED);
  }

  private static String dumpsWith(String scheduling, String more) {
    return json("{'scheduling':" + scheduling + "," + more + "," + RETAINED);
  }

  private String make(String body) {
    return post(schedules, body).ok().data().path("id").asString();
  }

  private JsonNode listed() {
    return get(schedules).ok().data().path("schedules");
  }

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

  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {'interval':'hourly'}                                           | minute   | is required
          {'minute':[0]}                                                  | interval | is required
          {'interval':'monthly','minute':[0]}                             | interval | must be one of hourly, daily, weekly. Received "monthly"
          {'interval':'hourly','minute':[]}                               | minute   | must have at least 1 items
          {'interval':'hourly','minute':[1,2,1]}                          | minute   | must have each item once
          {'interval':'hourly','minute':[1,1.0]}                          | minute   | must have each item once
          {'interval':'hourly','minute':[0,60]}                           | minute.1 | must be <= 59. Received "60"
          {'interval':'hourly','minute':[-1]}                             | minute.0 | must be >= 0. Received "-1"
          {'interval':'hourly','minute':[0.5]}                            | minute.0 | must be an integer. Received "0.5"
          {'interval':'hourly','minute':['1']}                            | minute.0 | must be an integer. Received "1"
          {'interval':'hourly','minute':1}                                | minute   | must be an array. Received "1"
          {'interval':'hourly','minute':[0],'hour':[1]}                   | hour     | is not allowed
          {'interval':'hourly','minute':[0],'hour':[]}                    | hour     | is not allowed
          {'interval':'hourly','minute':[0],'day':[1]}                    | day      | is not allowed
          {'interval':'hourly','minute':[0],'second':[1]}                 | second   | is not allowed
          {'interval':'daily','minute':[0]}                               | hour     | is required
          {'interval':'daily','minute':[0],'hour':[]}                     | hour     | must have at least 1 items
          {'interval':'daily','minute':[0],'hour':[7,7]}                  | hour     | must have each item once
          {'interval':'daily','minute':[0],'hour':[24]}                   | hour.0   | must be <= 23. Received "24"
          {'interval':'daily','minute':[0],'hour':[1],'day':[1]}          | day      | is not allowed
          {'interval':'weekly','minute':[0],'day':[1]}                    | hour     | is required
          {'interval':'weekly','minute':[0],'hour':[1]}                   | day      | is required
          {'interval':'weekly','minute':[0],'hour':[1],'day':[]}          | day      | must have at least 1 items
          {'interval':'weekly','minute':[0],'hour':[1],'day':[2,3,2]}     | day      | must have each item once
          {'interval':'weekly','minute':[0],'hour':[1],'day':[7]}         | day.0    | must be <= 6. Received "7"
          """)
  void refusesATimingThatCannotBe(String scheduling, String field, String problem) {
    refuses(dumps(scheduling), "scheduling." + field, problem);
  }

  @ParameterizedTest(name = "{0}: {1}, {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          'compressionType':'xz'       | compressionType     | must be one of gz, zstd. Received "xz"
          'timeZone':'Mars/Olympus'    | timeZone            | must be the IANA name of a time zone, like Europe/Berlin. Received "Mars/Olympus"
          'timeZone':'+02:00'          | timeZone            | must be the IANA name of a time zone, like Europe/Berlin. Received "+02:00"
          'timeZone':'europe/berlin'   | timeZone            | must be the IANA name of a time zone, like Europe/Berlin. Received "europe/berlin"
          'timeZone':''                | timeZone            | must have at least 1 characters. Received ""
          'customDestinationId':'gone' | customDestinationId | must name a backup destination. Received "gone"
          'surplus':1                  | surplus             | is not allowed
          'additionalDestinations':[{'destinationId':'built-in','type':'custom'},{'destinationId':'gone','type':'custom'}] | additionalDestinations.1.destinationId | must name a backup destination. Received "gone"
          'additionalDestinations':[{'destinationId':'built-in'}]                                                          | additionalDestinations.0.type          | is required
          'additionalDestinations':[{'destinationId':'built-in','type':'odd'}]                                             | additionalDestinations.0.type          | must be one of custom. Received "odd"
          'additionalDestinations':[{'destinationId':'built-in','type':'custom','retentionTime':0}]                        | additionalDestinations.0.retentionTime | must be >= 1. Received "0"
          """)
  void refusesTermsThatCannotBe(String more, String field, String problem) {
    refuses(dumpsWith(DAILY, more), field, problem);
  }

  @ParameterizedTest(name = "{0} for {1} days: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {'interval':'hourly','minute':[0]}                    | 8   | must be <= 7. Received "8"
          {'interval':'daily','minute':[0],'hour':[4]}          | 61  | must be <= 60. Received "61"
          {'interval':'weekly','minute':[0],'hour':[4],'day':[6]} | 121 | must be <= 120. Received "121"
          {'interval':'weekly','minute':[0],'hour':[4],'day':[6]} | 0   | must be >= 1. Received "0"
          {'interval':'hourly','minute':[0]}                    | 1.5 | must be an integer. Received "1.5"
          {'interval':'hourly','minute':[0,20,40]}              | 7   | must be so short that at most 500 backups are made before the first expires. With 7 days it would be 504
          """)
  void refusesARetentionThatIsTooLong(String scheduling, String days, String problem) {
    refuses(
        json(
            "{'scheduling':%s,'backupType':'dump','retentionTime':%s}".formatted(scheduling, days)),
        "retentionTime",
        problem);
  }

  /** By itself and, under its dotted path, as the second of a set; nothing is stored. */
  private void refuses(String body, String field, String problem) {
    post(schedules, body).invalid(field, problem);
    String set = "{\"backupSchedules\":[%s,%s]}".formatted(dumps(HOURLY), body);
    patch(addon, set).invalid("backupSchedules.1." + field, problem);
    assertThat(listed()).isEmpty();
  }

  @Test
  void countsTheBackupsOfTheWorstWeek() {
    String minutes = IntStream.range(0, 50).boxed().toList().toString();
    String mondays = "{'interval':'weekly','minute':%s,'hour':[4],'day':[0]}".formatted(minutes);
    String body = "{'scheduling':%s,'backupType':'dump','retentionTime':%d}";
    post(schedules, json(body.formatted(mondays, 71)))
        .invalid(
            "retentionTime",
            "must be so short that at most 500 backups are made before the first expires. With 71 days it would be 550");
    make(json(body.formatted(mondays, 70)));
  }

  @Test
  void refusesBackupTypesAndCompressionsThatTheAddonNeverHas() {
    String cache =
        json("{'name':'Cache','type':'redis','connection':{'uri':'redis://h'},'backupSchedules':")
            + "["
            + dumps(DAILY)
            + "]}";
    inspections.databaseFailure = Optional.of(UNREACHABLE); // is not even asked
    String problem = "must be one of snapshot, since the addon is Redis. Received \"dump\"";
    post("/v1/projects/shop/addons", cache).invalid("backupSchedules.0.backupType", problem);
    get("/v1/projects/shop/addons/cache").refused(404, "hf-not-found");
    refuses(
        json(
            "{'scheduling':%s,'backupType':'snapshot','compressionType':'gz','retentionTime':7}"
                .formatted(DAILY)),
        "compressionType",
        "is not allowed for a snapshot");
    post(
            schedules,
            json("{'scheduling':%s,'backupType':'tape','retentionTime':7}".formatted(DAILY)))
        .invalid("backupType", "must be one of dump, snapshot. Received \"tape\"");
  }

  @Test
  void namesEveryFieldThatTheSchemaRefusesAtOnce() {
    Reply reply =
        patch(
            addon,
            "{\"backupSchedules\":[%s,%s]}"
                .formatted(
                    dumps("{'interval':'daily','minute':[60]}"),
                    json("{'scheduling':{'interval':'hourly'},'retentionTime':8}")));
    assertThat(reply.invalid().json().at("/error/details").propertyNames())
        .containsExactlyInAnyOrder(
            "backupSchedules.0.scheduling.hour",
            "backupSchedules.0.scheduling.minute.0",
            "backupSchedules.1.scheduling.minute",
            "backupSchedules.1.backupType",
            "backupSchedules.1.retentionTime");
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
