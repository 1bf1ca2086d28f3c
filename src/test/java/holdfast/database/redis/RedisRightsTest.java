package holdfast.database.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.database.Dump;
import holdfast.database.Probe;
import holdfast.database.RunContext;
import holdfast.model.BackupType;
import holdfast.model.ConnectionUri;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.FoundDatabase;
import holdfast.testing.RedisCli;
import holdfast.testing.RedisDatabase;
import holdfast.testing.RedisRelease;
import holdfast.testing.RedisServer;
import holdfast.testing.RedisServers;
import holdfast.testing.Runs;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With the users of docs/databases.md, and with users that have one right less. */
class RedisRightsTest {
  private static final String LESS = "less";

  private final RedisDriver driver = new RedisDriver();

  /** Which server it is about. */
  RedisRelease release() {
    return RedisRelease.OWN;
  }

  private RedisServer server() {
    return RedisServers.shared(release());
  }

  @AfterEach
  void dropDatabases() {
    server().dropDatabases();
    server().admin().call("ACL", "DELUSER", LESS);
  }

  @Test
  void theUserForBackupsTakesOneAndRestoresNone() throws Exception {
    RedisDatabase database = server().createDatabase();
    database.fill();
    ConnectionUri reader = database.connection(RedisServer.READER);
    RunContext run = Runs.on(reader);
    try (Dump dump = driver.dump(BackupType.SNAPSHOT, run)) {
      assertThat(dump.stream().readAllBytes()).hasSizeGreaterThan(1_000_000);
      dump.awaitSuccess();
    }
    assertThat(driver.tookEffect(reader, run.tag())).isFalse();
    driver.fence(reader, run.tag());
    driver.settle(reader, run.tag());

    Probe probe = driver.probe(reader);
    assertThat(probe.isEmpty()).isFalse();
    assertThat(probe.sizeBytes()).isGreaterThan(1_000_000);
    assertThat(probe.warnings())
        .singleElement()
        .satisfies(
            warning ->
                assertThat(warning)
                    .startsWith("Restores into this database will not work")
                    .contains("ACL SETUSER holdfast_backup ~* ")
                    .contains("+restore"));
    FailureException e =
        catchThrowableOfType(FailureException.class, () -> driver.restore(Runs.on(reader)));
    assertThat(e.failure().code()).isEqualTo(FailureCode.DATABASE_RIGHTS);
  }

  @Test
  void theUserForBothNeedsNoWarning() throws Exception {
    RedisDatabase database = server().createDatabase();
    Probe probe = driver.probe(database.connection());
    assertThat(probe.warnings()).isEmpty();
    assertThat(probe.isEmpty()).isTrue();
    assertThat(probe.version()).startsWith(server().release().version());
    database.cli().call("SET", new RunKeys(Runs.newTag()).fresh() + "x", "1");
    assertThat(driver.probe(database.connection()).isEmpty()).isTrue();
    database.cli().call("SET", "key", "1");
    assertThat(driver.probe(database.connection()).isEmpty()).isFalse();
  }

  @Test
  void whoNeedsNoPasswordIsNotTakenForTheDefaultUser() throws Exception {
    RedisDatabase database = server().createDatabase();
    server().admin().call("ACL", "SETUSER", LESS, "on", "nopass", "-@all", "+info", "+select");
    ConnectionUri less =
        new ConnectionUri(
            "redis://less:@127.0.0.1:%d/%s".formatted(server().port(), database.name()));
    FailureException e = catchThrowableOfType(FailureException.class, () -> driver.probe(less));
    assertThat(e.failure().code()).isEqualTo(FailureCode.DATABASE_RIGHTS);
  }

  @Test
  void endsNobodysSessionByLookingAtRights() throws Exception {
    RedisDatabase database = server().createDatabase();
    try (Socket somebody = new Socket(InetAddress.getLoopbackAddress(), server().port())) {
      driver.probe(database.connection());
      RedisDumps.restore(RedisDumps.of(database), database);
      somebody.getOutputStream().write("PING\r\n".getBytes(UTF_8));
      assertThat(new String(somebody.getInputStream().readNBytes(7), UTF_8)).isEqualTo("+PONG\r\n");
    }
  }

  /** A look at a database must not go over all of its keys to find that there are some. */
  @Test
  void seesAtOnceThatADatabaseIsNotEmpty() throws Exception {
    try (RedisServer own = RedisServer.start(server().release())) {
      RedisDatabase database = own.createDatabase();
      RedisCli.Commands commands = new RedisCli.Commands();
      for (int i = 0; i < 20_000; i++) {
        commands.add("SET", "key:" + i, "1");
      }
      database.cli().pipe(commands);
      own.admin().call("CONFIG", "RESETSTAT");
      assertThat(driver.probe(database.connection()).isEmpty()).isFalse();
      assertThat(own.admin().call("INFO", "commandstats")).contains("cmdstat_scan:calls=2,");
    }
  }

  @Test
  void namesEachRightThatABackupLacks() throws Exception {
    ConnectionUri less = server().createDatabase().connection(LESS);
    for (String rule : rules(RedisServer.READER)) {
      makeUserWithout(RedisServer.READER, rule);
      FailureException e =
          catchThrowableOfType(
              FailureException.class,
              () -> driver.dump(BackupType.SNAPSHOT, Runs.on(less)).close());
      requireNamed(e, rule);
    }
  }

  @Test
  void namesEachRightThatARestoreLacks() throws Exception {
    ConnectionUri less = server().createDatabase().connection(LESS);
    for (String rule : rules(RedisServer.KEEPER)) {
      if (List.of("+psync", "+replconf").contains(rule)) {
        continue; // Not for restores.
      }
      makeUserWithout(RedisServer.KEEPER, rule);
      FailureException e =
          catchThrowableOfType(FailureException.class, () -> driver.restore(Runs.on(less)).close());
      requireNamed(e, rule);
    }
  }

  @Test
  void whoLacksARightForBackupsSeesNoDatabasesAndIsToldWhich() throws Exception {
    ConnectionUri less = server().createDatabase().connection(LESS);
    for (String rule : List.of("+info", "+select")) {
      makeUserWithout(RedisServer.READER, rule);
      requireNamed(
          catchThrowableOfType(FailureException.class, () -> driver.databases(less)), rule);
    }
  }

  @Test
  void theUserForBackupsSeesAllDatabases() throws Exception {
    RedisDatabase one = server().createDatabase();
    RedisDatabase other = server().createDatabase();
    one.fill();
    other.fill();
    ConnectionUri reader = one.connection(RedisServer.READER);
    driver.requireAllVisible(reader);
    assertThat(driver.databases(reader))
        .extracting(FoundDatabase::name)
        .contains(one.name(), other.name());
  }

  private static void requireNamed(FailureException e, String rule) {
    assertThat(e.failure().code()).as(rule).isEqualTo(FailureCode.DATABASE_RIGHTS);
    assertThat(e.failure().hint())
        .as(rule)
        .matches("Run: ACL SETUSER less (.* )?" + java.util.regex.Pattern.quote(rule) + "( .*)?");
  }

  /** What the user may, one rule each. */
  private List<String> rules(String user) {
    return Arrays.stream(server().statement(user))
        .filter(word -> word.matches("(\\+|~|%).*"))
        .toList();
  }

  private void makeUserWithout(String user, String rule) {
    String[] statement =
        Arrays.stream(server().statement(user))
            .filter(word -> !word.equals(rule))
            .toArray(String[]::new);
    statement[2] = LESS;
    server().admin().call("ACL", "DELUSER", LESS);
    server().admin().call(statement);
  }
}
