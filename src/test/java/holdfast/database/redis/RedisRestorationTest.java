package holdfast.database.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.database.Restoration;
import holdfast.database.RunContext;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.testing.Background;
import holdfast.testing.CuttingProxy;
import holdfast.testing.Leftovers;
import holdfast.testing.RedisCli;
import holdfast.testing.RedisDatabase;
import holdfast.testing.RedisRelease;
import holdfast.testing.RedisServer;
import holdfast.testing.RedisServers;
import holdfast.testing.Runs;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What can get in the way of a restore: afterwards the target is the backup, or what it was. */
class RedisRestorationTest {
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
  }

  /** What happens between the last byte and the commit. */
  private interface Mishap {
    void happen(RunContext run);
  }

  private FailureException failed(RedisDatabase target, byte[] dump, Mishap mishap)
      throws Exception {
    List<String> before = target.contents();
    RunContext run = Runs.on(target.connection());
    FailureException e;
    try (Restoration restoration = driver.restore(run)) {
      restoration.write(dump, 0, dump.length);
      mishap.happen(run);
      e = catchThrowableOfType(FailureException.class, restoration::commit);
    }
    assertThat(driver.tookEffect(target.connection(), run.tag())).isFalse();
    driver.settle(target.connection(), run.tag());
    assertThat(target.contents()).isEqualTo(before);
    assertThat(Leftovers.afterAWhile(run.tag(), target)).isEmpty();
    return e;
  }

  /** Or the cleaning of a restore that was sent there would be tried for ever. */
  @Test
  void aNumberThatTheServerDoesNotGoUpToHasNothingToBeSettled() throws Exception {
    RedisDatabase any = server().createDatabase();
    RunContext run = Runs.on(driver.naming(any.connection(), "9999"));
    FailureException e =
        catchThrowableOfType(FailureException.class, () -> driver.restore(run).close());
    assertThat(e.failure().code()).isEqualTo(FailureCode.DATABASE_MISSING);
    driver.settle(run.connection(), run.tag());
    assertThat(
            catchThrowableOfType(
                    FailureException.class, () -> driver.naming(any.connection(), "shop"))
                .failure()
                .code())
        .isEqualTo(FailureCode.CONNECTION_INVALID);
  }

  @Test
  void whoEmptiesTheTargetMeanwhileEndsTheRestore() throws Exception {
    RedisDatabase target = server().createDatabase();
    byte[] dump = dumpOf("a", "b");
    FailureException e = failed(target, dump, run -> target.cli().call("FLUSHDB"));
    assertThat(e.failure().code()).isEqualTo(FailureCode.RESTORE_FAILED);
  }

  @Test
  void whoDeletesARestoredKeyEndsTheRestore() throws Exception {
    RedisDatabase target = server().createDatabase();
    target.cli().call("SET", "old", "1");
    FailureException e =
        failed(
            target, dumpOfGeneration("1"), run -> target.cli().call("DEL", anyFresh(target, run)));
    assertThat(e.failure().message()).contains("deleted meanwhile");
  }

  private static String anyFresh(RedisDatabase target, RunContext run) {
    return target
        .cli()
        .call("KEYS", new RunKeys(run.tag()).fresh() + "*")
        .lines()
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aNameThatIsRefusedHalfwayIsTakenBack() throws Exception {
    RedisDatabase target = server().createDatabase();
    target.cli().call("MSET", "open", "1", "open too", "2");
    for (String reach : List.of("~holdfast_*", "~holdfast_* ~open*", "~holdfast_* ~open* ~a*")) {
      FailureException e =
          failed(target, dumpOf("a1", "a2", "b1", "b2", "open"), run -> restrict(reach));
      server().admin().call("ACL", "SETUSER", RedisServer.KEEPER, "~*");
      assertThat(e.failure().code()).as(reach).isEqualTo(FailureCode.RESTORE_FAILED);
      assertThat(e.failure().message()).as(reach).contains("renamed back");
    }
  }

  private void restrict(String reach) {
    List<String> rules =
        Stream.concat(
                Stream.of("ACL", "SETUSER", RedisServer.KEEPER, "resetkeys"),
                Stream.of(reach.split(" ", -1)))
            .toList();
    server().admin().call(rules.toArray(String[]::new));
  }

  @Test
  void aServerWithoutRoomKeepsWhatItHas() throws Exception {
    byte[] dump = dumpOfSample();
    try (RedisServer small = RedisServer.start(release())) {
      RedisDatabase target = small.createDatabase();
      target.cli().call("SET", "old", "1");
      List<String> before = target.contents();
      String used = usedMemory(small);
      small
          .admin()
          .call("CONFIG", "SET", "maxmemory", String.valueOf(Long.parseLong(used) + 500_000));
      for (String policy : List.of("noeviction", "allkeys-lru", "volatile-ttl")) {
        small.admin().call("CONFIG", "SET", "maxmemory-policy", policy);
        RunContext run = Runs.on(target.connection());
        try (Restoration restoration = driver.restore(run)) {
          FailureException e =
              catchThrowableOfType(
                  FailureException.class,
                  () -> {
                    restoration.write(dump, 0, dump.length);
                    restoration.commit();
                  });
          assertThat(e.failure().code())
              .as(policy)
              .isIn(FailureCode.RESTORE_FAILED, FailureCode.RESTORE_REQUIREMENTS);
          assertThat(e.failure().hint()).contains("maxmemory");
        }
        assertThat(target.contents()).as(policy).isEqualTo(before);
        assertThat(Leftovers.afterAWhile(run.tag(), target)).isEmpty();
      }
    }
  }

  private static String usedMemory(RedisServer server) {
    return server
        .admin()
        .call("INFO", "memory")
        .lines()
        .filter(line -> line.startsWith("used_memory:"))
        .map(line -> line.substring("used_memory:".length()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void saysWhichValueIsTooLargeForTheTarget() throws Exception {
    RedisDatabase source = server().createDatabase();
    source.cli().pipe(new RedisCli.Commands().add("SET", "film", new byte[3_000_000]));
    server().admin().call("CONFIG", "SET", "rdbcompression", "no");
    byte[] dump = RedisDumps.of(source);
    server().admin().call("CONFIG", "SET", "rdbcompression", "yes");
    try (RedisServer strict = RedisServer.start(release(), "proto-max-bulk-len 2mb")) {
      RedisDatabase target = strict.createDatabase();
      FailureException e =
          catchThrowableOfType(FailureException.class, () -> RedisDumps.restore(dump, target));
      assertThat(e.failure().message()).contains("film").contains("3000005");
      assertThat(e.failure().hint()).contains("proto-max-bulk-len");
      assertThat(target.cli().call("DBSIZE")).isEqualTo("0");
    }
  }

  @Test
  void dropsKeysWhoseTimeHasPassed() throws Exception {
    byte[] dump =
        new RdbWriter("REDIS0009")
            .database(0)
            .bytes(252, 0, 0, 0, 0, 0, 1, 0, 0)
            .string("past", "1")
            .bytes(252, 0, 0, 0, 0, 0, 0, 0, 0)
            .string("epoch", "1")
            .string("lasting", "1")
            .whole();
    RedisDatabase target = server().createDatabase();
    target.cli().call("SET", "past", "of the target");
    RedisDumps.restore(dump, target);
    assertThat(target.cli().call("KEYS", "*")).isEqualTo("lasting");
  }

  @Test
  void saysThatTheTargetIsOlderThanTheBackup() throws Exception {
    byte[] dump = new RdbWriter("REDIS0079").database(0).string("key", "1").whole();
    FailureException e =
        catchThrowableOfType(
            FailureException.class, () -> RedisDumps.restore(dump, server().createDatabase()));
    assertThat(e.failure().code()).isEqualTo(FailureCode.RESTORE_REQUIREMENTS);
    assertThat(e.failure().message()).contains(release().version()).contains("RDB 79");
  }

  @Test
  void refusesAnRdbOfTwoDatabasesAndOneOfAModule() throws Exception {
    RedisDatabase target = server().createDatabase();
    byte[] two =
        new RdbWriter("REDIS0010")
            .database(0)
            .string("a", "1")
            .database(5)
            .string("b", "1")
            .whole();
    byte[] module =
        new RdbWriter("REDIS0010").database(0).bytes(7).text("json").bytes(5, 0).whole();
    for (byte[] dump : List.of(two, module)) {
      assertThat(
              catchThrowableOfType(FailureException.class, () -> RedisDumps.restore(dump, target))
                  .failure()
                  .code())
          .isEqualTo(FailureCode.RESTORE_FAILED);
    }
  }

  /**
   * A script that is refused something in its middle ends there, and may not have said before that
   * it is done.
   */
  @Test
  void aRightThatIsTakenAwayMeanwhileIsNoSuccess() throws Exception {
    RedisDatabase target = server().createDatabase();
    target.cli().call("MSET", "open", "1", "shut", "2");
    byte[] dump = dumpOf("a1", "b1");
    List<String> before = target.contents();
    for (String taken : List.of("-scan", "-rename", "-set", "-del ~holdfast_* ~open*")) {
      RunContext run = Runs.on(target.connection());
      try (Restoration restoration = driver.restore(run)) {
        restoration.write(dump, 0, dump.length);
        restrict(taken.contains("~") ? taken : taken + " ~*");
        assertThat(catchThrowableOfType(FailureException.class, restoration::commit))
            .as(taken)
            .isNotNull();
      }
      server()
          .admin()
          .call("ACL", "SETUSER", RedisServer.KEEPER, "~*", "+set", "+scan", "+del", "+rename");
      assertThat(driver.tookEffect(target.connection(), run.tag())).as(taken).isFalse();
      driver.settle(target.connection(), run.tag());
      assertThat(target.contents()).as(taken).isEqualTo(before);
    }
  }

  /** No server does that to a script of ours; if one does, the people's keys are not leftovers. */
  @Test
  void keysThatAScriptHasLeftHalfwayAreGivenBack() throws Exception {
    for (boolean settles : List.of(false, true)) {
      RedisDatabase target = server().createDatabase();
      target.cli().call("MSET", "moved", "1", "unmoved", "2");
      List<String> before = target.contents();
      RunContext run = Runs.on(target.connection());
      RunKeys keys = new RunKeys(run.tag());
      target.cli().call("MSET", keys.begun(), "1", keys.ready(), "1", keys.fresh() + "a", "3");
      target.cli().call("RENAME", "moved", keys.replaced() + "moved");
      target.cli().call("SET", "moved", "of the backup");
      if (settles) {
        driver.settle(target.connection(), run.tag());
      } else {
        driver.fence(target.connection(), run.tag());
      }
      assertThat(target.contents()).isEqualTo(before);
    }
  }

  /** What is renamed away has a longer name: that, too, is room that others might pay for. */
  @Test
  void aServerWithoutRoomForTheNamesThrowsNothingOut() throws Exception {
    byte[] dump = dumpOf("a", "b");
    try (RedisServer small = RedisServer.start(release(), "maxmemory-policy allkeys-lru")) {
      RedisDatabase target = small.createDatabase();
      RedisCli.Commands commands = new RedisCli.Commands();
      for (int i = 0; i < 200_000; i++) {
        commands.add("SET", "key:" + i, "1");
      }
      target.cli().pipe(commands);
      long room = Long.parseLong(usedMemory(small)) + 6_000_000;
      small.admin().call("CONFIG", "SET", "maxmemory", Long.toString(room));
      FailureException e =
          catchThrowableOfType(FailureException.class, () -> RedisDumps.restore(dump, target));
      assertThat(e.failure().code()).isEqualTo(FailureCode.RESTORE_REQUIREMENTS);
      assertThat(target.cli().call("DBSIZE")).isEqualTo("200000");
      assertThat(small.admin().call("INFO", "stats")).contains("evicted_keys:0");
    }
  }

  /** Two backups with another value each in all keys: a reader of two keys sees one backup. */
  @Test
  void readersNeverSeeHalf() throws Exception {
    RedisDatabase target = server().createDatabase();
    byte[] ones = dumpOfGeneration("1");
    byte[] twos = dumpOfGeneration("2");
    RedisDumps.restore(ones, target);
    CompletableFuture<String> reader =
        Background.call(() -> target.cli().call("-r", "20000", "MGET", "first", "last", "key:77"));
    int restores = 0;
    while (!reader.isDone()) {
      RedisDumps.restore(restores % 2 == 0 ? twos : ones, target);
      restores++;
    }
    List<String> seen = reader.join().lines().toList();
    assertThat(seen).hasSize(60_000);
    for (int i = 0; i < seen.size(); i += 3) {
      assertThat(seen.subList(i, i + 3)).isIn(List.of("1", "1", "1"), List.of("2", "2", "2"));
    }
    assertThat(restores).isGreaterThan(2);
  }

  /** At each of them it may be the process that died, as far as the server can tell. */
  @Test
  void isAllOrNothingWhereverTheConnectionIsCut() throws Exception {
    RedisDatabase target = server().createDatabase();
    byte[] dump = dumpOf("a", "b", "c");
    RedisDumps.restore(dump, target);
    List<String> backedUp = target.contents();
    boolean clean = false;
    int tookEffect = 0;
    for (int bytes = 500; !clean; bytes += 101) {
      target.cli().call("SET", "newer", "1");
      List<String> before = target.contents();
      RunContext run;
      try (CuttingProxy proxy = new CuttingProxy(server().port(), bytes)) {
        run = Runs.on(target.connectionThrough(proxy.port()));
        clean = restores(dump, run);
      }
      driver.fence(target.connection(), run.tag());
      boolean answer = driver.tookEffect(target.connection(), run.tag());
      tookEffect += answer ? 1 : 0;
      assertThat(answer || !clean).as("cut after %d", bytes).isTrue();
      assertThat(target.contents()).as("cut after %d", bytes).isEqualTo(answer ? backedUp : before);
      driver.settle(target.connection(), run.tag());
      assertThat(target.contents()).as("cut after %d", bytes).isEqualTo(answer ? backedUp : before);
      assertThat(Leftovers.afterAWhile(run.tag(), target)).isEmpty();
    }
    assertThat(tookEffect).isPositive();
  }

  private boolean restores(byte[] dump, RunContext run) {
    try (Restoration restoration = driver.restore(run)) {
      restoration.write(dump, 0, dump.length);
      restoration.commit();
      return true;
    } catch (FailureException e) {
      return false;
    }
  }

  private byte[] dumpOf(String... names) throws Exception {
    RedisDatabase source = server().createDatabase();
    RedisCli.Commands commands = new RedisCli.Commands();
    for (String name : names) {
      commands.add("SET", name, "of the backup");
    }
    source.cli().pipe(commands);
    return RedisDumps.of(source);
  }

  private byte[] dumpOfGeneration(String value) throws Exception {
    RedisDatabase source = server().createDatabase();
    RedisCli.Commands commands = new RedisCli.Commands();
    commands.add("SET", "first", value);
    for (int i = 0; i < 2000; i++) {
      commands.add("SET", "key:" + i, value);
    }
    source.cli().pipe(commands.add("SET", "last", value));
    return RedisDumps.of(source);
  }

  private byte[] dumpOfSample() throws Exception {
    RedisDatabase source = server().createDatabase();
    source.fill();
    return RedisDumps.of(source);
  }
}
