package holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.catalog.LogStore.LogLine;
import holdfast.model.BackupId;
import holdfast.model.BackupStatus;
import holdfast.model.Key;
import holdfast.model.RestoreId;
import holdfast.security.Permission;
import holdfast.testing.TailClient;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Live tails over real WebSockets, of a log that the test writes. */
class LogTailTest extends ApiTest {
  private static final String TAIL = "?queryType=tail";

  private String backups;
  private String logs;
  private String uid;
  private Key run;

  @Override
  TailLimits tailLimits() {
    return new TailLimits(
        3,
        Duration.ofSeconds(2),
        Duration.ofMillis(20),
        Duration.ofMillis(200),
        Duration.ofMillis(100),
        Duration.ofHours(1));
  }

  @BeforeEach
  void makeBackup() {
    backups = addon("Shop", "Shop DB") + "/backups";
    uid = post(backups, json("{'name':'One'}")).ok().data().path("uid").asString();
    logs = backups + "/one/logs";
    run = BackupId.of(uid).key();
  }

  private void say(String... lines) {
    sayAs("pg_dump", lines);
  }

  private void sayAs(String container, String... lines) {
    append(
        List.of(lines).stream()
            .map(line -> new LogLine(run, clock.instant(), container, line))
            .toList());
  }

  private void append(List<LogLine> lines) {
    catalog.write(
        stores -> {
          stores.logs().append(lines);
          return 1;
        });
  }

  private TailClient open(String query) {
    return TailClient.loggedIn(client.base(), logs + query, ADMIN);
  }

  private static void expectSuccess(TailClient tail) throws InterruptedException {
    assertThat(tail.next().toString())
        .isEqualTo(json("{'type':'init','data':{'auth':'successful'}}"));
  }

  /** The server says why, and closes. */
  private static String refused(TailClient tail) throws Exception {
    JsonNode message = tail.next();
    assertThat(message.path("type").asString()).isEqualTo("error");
    assertThat(tail.closeCode()).isEqualTo(1008);
    return message.at("/data/message").asString();
  }

  @Test
  void givesTheLastLinesThenThoseThatCome() throws Exception {
    say(IntStream.range(0, 12).mapToObj(i -> "line " + i).toArray(String[]::new));
    try (TailClient tail = open(TAIL)) {
      expectSuccess(tail);
      JsonNode first = tail.next();
      assertThat(first.path("data")).hasSize(10);
      assertThat(first.at("/data/0").toString())
          .isEqualTo(
              json("{'containerId':'pg_dump','log':'line 2','ts':'2026-11-24T12:00:00.123Z'}"));
      say("line 12", "line 13");
      assertThat(tail.lines(2)).containsExactly("line 12", "line 13");
      say("line 14");
      assertThat(tail.lines(1)).containsExactly("line 14");
    }
  }

  @Test
  void losesAndRepeatsNothingWhileARunWrites() throws Exception {
    int count = 2_000;
    List<String> expected = new ArrayList<>();
    try (TailClient tail = open(TAIL)) {
      expectSuccess(tail);
      for (int i = 0; i < count; i += 20) {
        String[] batch = IntStream.range(i, i + 20).mapToObj(n -> "n" + n).toArray(String[]::new);
        expected.addAll(List.of(batch));
        say(batch);
      }
      assertThat(tail.lines(count)).isEqualTo(expected);
    }
  }

  @Test
  void beginsWithTheLastHalfHourUnlessToldOtherwise() throws Exception {
    say("old");
    clock.advance(Duration.ofMinutes(31));
    say("a", "b");
    try (TailClient tail = open(TAIL)) {
      expectSuccess(tail);
      assertThat(tail.lines(2)).containsExactly("a", "b");
    }
    try (TailClient tail = open(TAIL + "&lineLimit=1")) {
      expectSuccess(tail);
      assertThat(tail.lines(1)).containsExactly("b");
    }
    try (TailClient tail = open(TAIL + "&startTime=2026-11-24T00:00:00.000Z")) {
      expectSuccess(tail);
      assertThat(tail.lines(3)).containsExactly("old", "a", "b");
    }
    try (TailClient tail = open(TAIL + "&duration=3600")) {
      expectSuccess(tail);
      assertThat(tail.lines(3)).containsExactly("old", "a", "b");
    }
  }

  @Test
  void filtersWhatWasAndWhatComes() throws Exception {
    say("error: one", "two");
    sayAs("holdfast", "error: ours");
    String filters = "&containerName=pg_dump&regexIncludes=%5Eerror&textNotIncludes=three";
    try (TailClient tail = open(TAIL + filters)) {
      expectSuccess(tail);
      assertThat(tail.lines(1)).containsExactly("error: one");
      say("error: three", "four", "error: five");
      sayAs("holdfast", "error: ours again");
      assertThat(tail.lines(1)).containsExactly("error: five");
    }
    try (TailClient tail = open(TAIL + "&textIncludes=later")) {
      expectSuccess(tail);
      say("not now", "later");
      assertThat(tail.lines(1)).containsExactly("later");
    }
  }

  @Test
  void refusesWrongTokensAndMessagesThatAreNoLogin() throws Exception {
    for (String first :
        List.of(
            TailClient.login("hf_wrong"),
            TailClient.login(""),
            json("{'type':'init'}"),
            json("{'type':'init','data':{'auth':{'type':'password','apiToken':'x'}}}"))) {
      try (TailClient tail = new TailClient(client.base(), logs + TAIL)) {
        tail.send(first);
        assertThat(refused(tail)).as(first).isEqualTo("Unauthorized");
      }
    }
    for (String first : List.of("hello", "[]", "", json("{'type':'ping'}"))) {
      try (TailClient tail = new TailClient(client.base(), logs + TAIL)) {
        tail.send(first);
        assertThat(refused(tail)).as(first).contains("type must be init in the first message");
      }
    }
  }

  @Test
  void takesNoLongMessages() throws Exception {
    try (TailClient tail = new TailClient(client.base(), logs + TAIL)) {
      tail.send(TailClient.login("x".repeat(5_000)));
      assertThat(tail.closeCode()).isEqualTo(1009);
    }
  }

  @Test
  void waitsForALoginOnlySoLong() throws Exception {
    try (TailClient tail = new TailClient(client.base(), logs + TAIL)) {
      assertThat(refused(tail)).isEqualTo("No login has come in time.");
    }
  }

  @Test
  void asksForThePermissionAndHidesWhatTheTokenMayNotSee() throws Exception {
    String reader = tokenWith(allBut(Permission.ADDON_LOGS));
    try (TailClient tail = TailClient.loggedIn(client.base(), logs + TAIL, reader)) {
      assertThat(refused(tail)).contains(Permission.ADDON_LOGS.wire());
    }
    put("/v1/projects", json("{'name':'Lab'}")).ok();
    String inLab = tokenIn("lab", Permission.ADDON_LOGS);
    String unknown = logs.replace("/shop/", "/nowhere/");
    for (String path : List.of(logs, unknown)) {
      try (TailClient tail = TailClient.loggedIn(client.base(), path + TAIL, inLab)) {
        assertThat(refused(tail))
            .isEqualTo(
                "There is no project \"%s\".".formatted(path.equals(logs) ? "shop" : "nowhere"));
      }
    }
  }

  @Test
  void refusesBadValuesInWords() throws Exception {
    try (TailClient tail = open(TAIL + "&lineLimit=0&regexIncludes=x")) {
      assertThat(refused(tail)).contains("lineLimit must be >= 1. Received \"0\"");
    }
    try (TailClient tail = open(TAIL + "&regexIncludes=%5B")) {
      assertThat(refused(tail)).contains("regexIncludes must be a regular expression");
    }
  }

  @Test
  void followsARestoreUnderATeamsPath() throws Exception {
    story.completes(uid, 7);
    String id = post(backups + "/one/restore", "").ok().data().path("restoreId").asString();
    run = RestoreId.of(id).key();
    logs = backups.replace("/v1/", "/v1/teams/ours/") + "/one/restores/" + id + "/logs";
    try (TailClient tail = open(TAIL)) {
      expectSuccess(tail);
      say("restoring");
      assertThat(tail.lines(1)).containsExactly("restoring");
    }
  }

  @Test
  void endsWhenTheTokenIsRevokedOrTheBackupGone() throws Exception {
    String token = tokenWith(Permission.ADDON_LOGS);
    story.completes(uid, 7);
    try (TailClient tail = TailClient.loggedIn(client.base(), logs + TAIL, token);
        TailClient other = open(TAIL)) {
      expectSuccess(tail);
      expectSuccess(other);
      String id = get("/v1/tokens").ok().data().at("/tokens/0/id").asString();
      delete("/v1/tokens/" + id).ok();
      assertThat(refused(tail)).isEqualTo("Unauthorized");
      assertThat(other.isClosed()).isFalse();
      delete(backups + "/one").ok();
      assertThat(refused(other)).isEqualTo("There is no backup \"one\".");
    }
  }

  @Test
  void staysOpenForAnHourAfterTheRunsEnd() throws Exception {
    story.completes(uid, 7);
    try (TailClient tail = open(TAIL)) {
      expectSuccess(tail);
      clock.advance(Duration.ofMinutes(59));
      say("last words");
      assertThat(tail.lines(1)).containsExactly("last words");
      clock.advance(Duration.ofMinutes(61));
      assertThat(tail.closeCode()).isEqualTo(1000);
    }
  }

  @Test
  void staysOpenAsLongAsTheRunHasNotEnded() throws Exception {
    story.begins(uid);
    try (TailClient tail = open(TAIL)) {
      expectSuccess(tail);
      clock.advance(Duration.ofHours(5));
      say("at last");
      assertThat(tail.lines(1)).containsExactly("at last");
      story.ends(uid, BackupStatus.COMPLETED, 7, null);
      clock.advance(Duration.ofHours(2));
      assertThat(tail.closeCode()).isEqualTo(1000);
    }
  }

  @Test
  void servesOnlySoManyAtATimeAndTakesNewOnesWhenOldOnesAreLeft() throws Exception {
    List<TailClient> tails = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        tails.add(open(TAIL));
        expectSuccess(tails.getLast());
      }
      try (TailClient tail = open(TAIL)) {
        assertThat(refused(tail)).startsWith("3 log tails are open");
      }
      tails.removeLast().close();
      awaitRoom();
    } finally {
      tails.forEach(TailClient::close);
    }
  }

  private void awaitRoom() throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (System.nanoTime() < deadline) {
      try (TailClient tail = open(TAIL)) {
        if (tail.next().path("type").asString().equals("init")) {
          return;
        }
      }
    }
    throw new AssertionError("a tail that was left still counts");
  }

  @Test
  void whoOnlyWaitsKeepsNobodyOut() throws Exception {
    List<TailClient> silent = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        silent.add(new TailClient(client.base(), logs + TAIL));
      }
      try (TailClient tail = open(TAIL)) {
        expectSuccess(tail);
        TailClient oldest = silent.getFirst();
        assertThat(oldest.next().at("/data/message").asString()).contains("Too many log tails");
        assertThat(oldest.closeCode()).isEqualTo(1013);
      }
    } finally {
      silent.forEach(TailClient::close);
    }
  }

  @Test
  void saysGoodbyeWhenTheServerStops() throws Exception {
    try (TailClient tail = open(TAIL);
        TailClient silent = new TailClient(client.base(), logs + TAIL)) {
      expectSuccess(tail);
      long before = System.nanoTime();
      stopServer();
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(8));
      assertThat(tail.closeCode()).isEqualTo(1001);
      assertThat(silent.closeCode()).isEqualTo(1001);
    }
  }

  @Test
  void opensNoSocketElsewhere() {
    assertThat(handshake(backups + "/one")).isEqualTo(401);
    assertThat(handshake("/v1/nowhere")).isEqualTo(404);
    assertThat(handshake("/")).isEqualTo(404);
  }

  private int handshake(String path) {
    try {
      new TailClient(client.base(), path).close();
      return 101;
    } catch (CompletionException e) {
      if (e.getCause() instanceof WebSocketHandshakeException refusal) {
        return refusal.getResponse().statusCode();
      }
      throw e;
    }
  }

  @Test
  void answersAPlainRequestInWords() {
    get(logs + TAIL)
        .invalid("queryType", "must be range in a plain request. A tail is opened as a WebSocket");
  }
}
