package holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.model.BackupType;
import holdfast.model.Compression;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.Interval;
import holdfast.model.ScheduleTerms;
import holdfast.model.Timing;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** What is refused, and with which words. */
class ScheduleRulesTest extends ScheduleApiTest {
  private static final Failure UNREACHABLE =
      new Failure(FailureCode.DATABASE_UNREACHABLE, "nobody answers", "Start it.");

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
          'timeZone':'SystemV/EST5'    | timeZone            | must be the IANA name of a time zone, like Europe/Berlin. Received "SystemV/EST5"
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

  /** What one let pass and the other did not would be a failure of ours, or stored nonsense. */
  @Test
  void takesExactlyWhatTheModelTakes() {
    Random random = new Random(4);
    Map<Boolean, Integer> answers = new HashMap<>();
    for (int round = 0; round < 300; round++) {
      Interval interval = List.of(Interval.values()).get(random.nextInt(3));
      List<Integer> minutes = some(random, 60);
      List<Integer> hours = interval == Interval.HOURLY ? List.of() : some(random, 24);
      List<Integer> days = interval == Interval.WEEKLY ? some(random, 7) : List.of();
      int retention = random.nextInt(interval.maxRetentionDays() + 2);
      String body = body(interval, minutes, hours, days, retention);
      boolean isPossible = isPossible(interval, minutes, hours, days, retention);
      Reply reply = post(schedules, body);
      assertThat(reply.status()).as("%s: %s", body, reply.json()).isEqualTo(isPossible ? 200 : 400);
      if (isPossible) {
        delete(schedules + "/" + reply.data().path("id").asString()).ok();
      }
      answers.merge(isPossible, 1, Integer::sum);
    }
    assertThat(answers.values()).hasSize(2).allMatch(times -> times > 40);
  }

  /** Few numbers or none, now and then one twice, too small or too great. */
  private static List<Integer> some(Random random, int end) {
    int size = random.nextInt(20) == 0 ? 0 : 1 + random.nextInt(4);
    return Stream.generate(() -> random.nextInt(30) == 0 ? -1 : random.nextInt(end + 1))
        .limit(size)
        .toList();
  }

  private static String body(
      Interval interval,
      List<Integer> minutes,
      List<Integer> hours,
      List<Integer> days,
      int retention) {
    ObjectNode body = Json.object().put("backupType", "dump").put("retentionTime", retention);
    ObjectNode scheduling = body.putObject("scheduling").put("interval", interval.wire());
    Map.of("minute", minutes, "hour", hours, "day", days)
        .forEach(
            (field, numbers) -> {
              if (!numbers.isEmpty()) {
                numbers.forEach(scheduling.withArray("/" + field)::add);
              }
            });
    return body.toString();
  }

  private static boolean isPossible(
      Interval interval,
      List<Integer> minutes,
      List<Integer> hours,
      List<Integer> days,
      int retention) {
    try {
      Timing timing = new Timing(interval, minutes, hours, days);
      new ScheduleTerms(
          timing, BackupType.DUMP, Compression.GZ, retention, null, List.of(), ZoneOffset.UTC);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
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
}
