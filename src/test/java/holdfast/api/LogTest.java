package holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.catalog.LogStore.LogLine;
import holdfast.model.BackupId;
import holdfast.model.BackupStatus;
import holdfast.model.Key;
import holdfast.model.RestoreId;
import holdfast.security.Permission;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Range queries on what runs have said. The lines are said one second apart, from START on. */
class LogTest extends ApiTest {
  private String backups;
  private String logs;
  private String uid;

  @BeforeEach
  void makeLog() {
    backups = addon("Shop", "Shop DB") + "/backups";
    uid = post(backups, json("{'name':'One'}")).ok().data().path("uid").asString();
    logs = backups + "/one/logs";
    Key run = BackupId.of(uid).key();
    say(run, 0, "holdfast", "dumping shop");
    say(run, 1, "pg_dump", "reading 100% of schemas");
    say(run, 2, "pg_dump", "error: a+b is (not) c");
    say(run, 3, "other_tool", "Error: x");
    say(run, 4, "holdfast", "failed");
  }

  private void say(Key run, int second, String container, String line) {
    LogLine said = new LogLine(run, START.plusSeconds(second), container, line);
    catalog.write(
        stores -> {
          stores.logs().append(List.of(said));
          return 1;
        });
  }

  /** The first letters of the lines' containers and texts, which differ. */
  private List<String> lines(String query) {
    List<String> lines = new ArrayList<>();
    for (JsonNode line : get(logs + query).ok().data()) {
      lines.add(line.path("log").asString());
    }
    return lines;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Test
  void givesTheWholeRunOldestFirst() {
    assertThat(get(logs).ok().json().toString())
        .isEqualTo(
            json(
                "{'data':["
                    + "{'containerId':'holdfast','log':'dumping shop','ts':'2026-11-24T12:00:00.123Z'},"
                    + "{'containerId':'pg_dump','log':'reading 100% of schemas','ts':'2026-11-24T12:00:01.123Z'},"
                    + "{'containerId':'pg_dump','log':'error: a+b is (not) c','ts':'2026-11-24T12:00:02.123Z'},"
                    + "{'containerId':'other_tool','log':'Error: x','ts':'2026-11-24T12:00:03.123Z'},"
                    + "{'containerId':'holdfast','log':'failed','ts':'2026-11-24T12:00:04.123Z'}],"
                    + "'pagination':{'hasNextPage':false,'count':5}}"));
    assertThat(lines("?queryType=range&direction=forward&deploymentId=x")).hasSize(5);
    assertThat(lines("?direction=backward")).first().isEqualTo("failed");
  }

  @Test
  void givesAnEmptyArrayWhereNothingWasSaid() {
    post(backups, json("{'name':'Two'}")).ok();
    Reply reply = get(backups + "/two/logs").ok();
    assertThat(reply.data().isArray()).isTrue();
    assertThat(reply.data()).isEmpty();
    assertThat(get(logs + "?startTime=2030-01-01T00:00:00.000Z").ok().data().isArray()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "startTime=2026-11-24T12:00:03.123Z, 2",
    "startTime=2026-11-24T14:00:03.123+02:00, 2",
    "startTime=2026-11-24T14:00:03.123%2B02:00, 2",
    "startTime=2026-11-24T12%3A00%3A03.123Z, 2",
    "startTime=1795521603, 2",
    "startTime=1795521603123, 2",
    "startTime=0, 5",
    "endTime=2026-11-24T12:00:03.123Z, 3",
    "endTime=1795521603123, 3",
    "startTime=2026-11-24T12:00:01Z&endTime=2026-11-24T12:00:03Z, 2",
    "startTime=2026-11-24T12:00:01Z&duration=1, 1",
    "endTime=2026-11-24T12:00:04Z&duration=2, 2",
    "endTime=2026-11-24T12:00:04Z&startTime=2026-11-24T12:00:04Z, 0",
  })
  void limitsTheTime(String query, int expected) {
    assertThat(lines("?" + query)).hasSize(expected);
  }

  @Test
  void countsADurationAloneFromNow() {
    clock.advance(Duration.ofSeconds(10));
    assertThat(lines("?duration=7")).containsExactly("Error: x", "failed");
  }

  @Test
  void limitsTheLinesAndSaysSo() {
    Reply cut = get(logs + "?lineLimit=2").ok();
    assertThat(cut.json().path("pagination").toString())
        .isEqualTo(json("{'hasNextPage':true,'cursor':'2026-11-24T12:00:01.123Z','count':2}"));
    assertThat(cut.data()).hasSize(2);
    assertThat(lines("?lineLimit=2&direction=backward")).containsExactly("failed", "Error: x");
    assertThat(get(logs + "?lineLimit=5").ok().json().at("/pagination/hasNextPage").asBoolean())
        .isFalse();
    assertThat(lines("?lineLimit=1&textIncludes=rror&direction=backward"))
        .containsExactly("Error: x");
  }

  @Test
  void narrowsToContainers() {
    assertThat(lines("?containerName=pg_dump")).hasSize(2);
    assertThat(lines("?containerName=pg_dump&containerName=other_tool&direction=backward"))
        .containsExactly("Error: x", "error: a+b is (not) c", "reading 100% of schemas");
    assertThat(lines("?containerName=all")).hasSize(5);
    assertThat(lines("?containerName=nobody")).isEmpty();
  }

  @Test
  void findsText() {
    assertThat(lines("?textIncludes=rror")).containsExactly("error: a+b is (not) c", "Error: x");
    assertThat(lines("?textIncludes=Error")).containsExactly("Error: x");
    assertThat(lines("?textIncludes=" + encoded("a+b is (not)"))).hasSize(1);
    assertThat(lines("?textIncludes=" + encoded("100% of"))).hasSize(1);
    assertThat(lines("?textNotIncludes=rror")).hasSize(3);
    assertThat(lines("?textIncludes=rror&textNotIncludes=Error")).hasSize(1);
  }

  @Test
  void findsPatterns() {
    assertThat(lines("?regexIncludes=" + encoded("^(?i)error: .$"))).containsExactly("Error: x");
    assertThat(lines("?regexIncludes=" + encoded("a\\+b"))).hasSize(1);
    assertThat(lines("?regexNotIncludes=" + encoded("^[a-z]+$"))).hasSize(4);
    assertThat(lines("?regexIncludes=.&regexNotIncludes=%5Bxg%5D&containerName=holdfast"))
        .containsExactly("failed");
  }

  @Test
  void matchesInLinearTimeWhatWouldNeverEnd() {
    say(BackupId.of(uid).key(), 5, "pg_dump", "x".repeat(3_999) + "!");
    assertThat(lines("?regexIncludes=" + encoded("(x+x+)+y"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "queryType=tail | queryType | must be range in a plain request. A tail is opened as a WebSocket",
        "queryType=all | queryType | must be one of range, tail. Received \"all\"",
        "direction=up | direction | must be one of forward, backward. Received \"up\"",
        "lineLimit=0 | lineLimit | must be >= 1. Received \"0\"",
        "lineLimit=10001 | lineLimit | must be <= 10000. Received \"10001\"",
        "lineLimit=ten | lineLimit | must be an integer. Received \"ten\"",
        "duration=0 | duration | must be >= 1. Received \"0\"",
        "duration=1.5 | duration | must be an integer. Received \"1.5\"",
        "regexIncludes=%5B | regexIncludes | must be a regular expression (RE2 syntax): missing closing ]",
        "regexNotIncludes=(a{1000}){1000} | regexNotIncludes | must be simpler: its repetitions are too many",
        "regexIncludes=(a{100}){100} | regexIncludes | must be simpler: its repetitions are too many",
        "textIncludes= | textIncludes | must have at least 1 characters. Received \"\"",
        "endTime=2026-11-24T12:00:00Z&startTime=2026-11-24T12:00:01Z | endTime | must not be before startTime",
        "endTime=2&startTime=1&duration=3 | duration | must not be given together with both startTime and endTime",
      })
  void refusesBadValues(String query, String field, String problem) {
    get(logs + "?" + query.replace("{", "%7B").replace("}", "%7D")).invalid(field, problem);
  }

  @ParameterizedTest
  @CsvSource({"yesterday", "2026-13-01T00:00:00Z", "-5", "12345678901234", "1960-01-01T00:00:00Z"})
  void refusesTimesThatAreNone(String time) {
    for (String name : List.of("startTime", "endTime")) {
      get(logs + "?" + name + "=" + time)
          .invalid(
              name,
              "must be a time like 2026-11-24T12:00:00.000Z, or seconds or milliseconds since 1970. Received \"%s\""
                  .formatted(time));
    }
  }

  @Test
  void stopsAPatternThatCostsTooMuch() {
    Key run = BackupId.of(uid).key();
    String line = "x".repeat(4_000);
    List<LogLine> many = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      many.add(new LogLine(run, START, "pg_dump", line));
    }
    catalog.write(
        stores -> {
          stores.logs().append(many);
          return 1;
        });
    get(logs + "?regexIncludes=" + encoded("(?:x?){400}y"))
        .invalid(
            "regexIncludes",
            "takes too long on this log. Make it simpler, or ask for a shorter time");
    assertThat(lines("?regexIncludes=x.*x")).hasSize(400);
  }

  @Test
  void endsAnAnswerBeforeItIsTooLarge() {
    Key run = BackupId.of(uid).key();
    List<LogLine> many = new ArrayList<>();
    for (int i = 0; i < 1_200; i++) {
      many.add(new LogLine(run, START.plusMillis(i), "pg_dump", "x".repeat(4_000)));
    }
    catalog.write(
        stores -> {
          stores.logs().append(many);
          return 1;
        });
    Reply reply = get(logs + "?lineLimit=10000").ok();
    assertThat(reply.data().size()).isBetween(1_000, 1_100);
    assertThat(reply.json().at("/pagination/hasNextPage").asBoolean()).isTrue();
    Instant last = Instant.parse(reply.json().at("/pagination/cursor").asString());
    assertThat(get(logs + "?textIncludes=xxx&startTime=" + last).ok().data().size())
        .isBetween(100, 200);
  }

  @Test
  void needsItsOwnPermissionAndTheProject() {
    String reader = tokenWith(allBut(Permission.ADDON_LOGS));
    assertThat(client.send(reader, "GET", logs, "").refused(403, "hf-forbidden").message())
        .contains("View Instance Logs");
    client.send(tokenIn("shop", Permission.ADDON_LOGS), "GET", logs, "").ok();
    put("/v1/projects", json("{'name':'Lab'}")).ok();
    client
        .send(tokenIn("lab", Permission.ADDON_LOGS), "GET", logs, "")
        .refused(404, "hf-not-found");
  }

  @Test
  void givesARestoresLogUnderItsTarget() {
    String target = addon("Lab", "Lab DB");
    story.completes(uid, 7);
    String from = "?sourceProjectId=shop&sourceAddonId=shop-db";
    String id =
        post(target + "/backups/one/restore" + from, "").ok().data().path("restoreId").asString();
    say(RestoreId.of(id).key(), 0, "pg_restore", "restoring");
    logs = target + "/backups/one/restores/" + id + "/logs";
    assertThat(lines("")).containsExactly("restoring");
    assertThat(lines(from)).containsExactly("restoring");
    assertThat(lines("?containerName=holdfast")).isEmpty();
    get(logs + "?sourceProjectId=lab").refused(404, "hf-not-found");
    get(target + "/backups/two/restores/" + id + "/logs").refused(404, "hf-not-found");
    get(backups + "/one/restores/" + id + "/logs").refused(404, "hf-not-found");
    get(target + "/backups/one/restores/" + "0".repeat(24) + "/logs").refused(404, "hf-not-found");
    get(target + "/backups/one/logs").refused(404, "hf-not-found");
    story.restoreBegins(id);
    story.restoreEnds(id, BackupStatus.COMPLETED, null);
    get(logs.replace("/v1/", "/v1/teams/ours/")).ok();
  }
}
