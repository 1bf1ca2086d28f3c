package holdfast.database.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.testing.Leftovers;
import holdfast.testing.RedisCli;
import holdfast.testing.RedisDatabase;
import holdfast.testing.RedisRelease;
import holdfast.testing.RedisServer;
import holdfast.testing.RedisServers;
import holdfast.testing.Runs;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** What becomes of a backup of one release at a server of another. */
abstract class RedisReleases {
  private static final int LASTING = 600;

  /** How many there are in all hashes. */
  private static final String FIELDS =
      """
      local fields = 0
      for _, key in ipairs(redis.call('KEYS', '*')) do fields = fields + redis.call('HLEN', key) end
      return fields
      """;

  private final RedisDriver driver = new RedisDriver();

  @AfterEach
  void dropDatabases() {
    for (RedisRelease release : RedisRelease.values()) {
      if (RedisServers.isStarted(release)) {
        RedisServers.shared(release).dropDatabases();
      }
    }
  }

  final void restoreInto(RedisRelease from, RedisRelease to) throws Exception {
    RedisDatabase source = RedisServers.shared(from).createDatabase();
    RedisDatabase target = RedisServers.shared(to).createDatabase();
    source.cli().call("MSET", "a", "1", "b", "x".repeat(3000));
    source.cli().call("RPUSH", "list", "a", "b", "3");
    source.cli().call("HSET", "hash", "field", "value");
    source.cli().call("ZADD", "scores", "1.5", "a", "inf", "b");
    source.cli().call("SADD", "set", "1", "2", "three");
    source.cli().call("PEXPIREAT", "set", "4102444800123");
    target.cli().call("SET", "old", "1");

    RedisDumps.copy(source, target);

    assertThat(target.contents()).hasSize(6).isEqualTo(source.contents());
  }

  final void refuseToRestoreInto(RedisRelease from, RedisRelease to) throws Exception {
    RedisDatabase source = RedisServers.shared(from).createDatabase();
    RedisDatabase target = RedisServers.shared(to).createDatabase();
    source.fill();
    target.cli().call("SET", "old", "1");
    List<String> before = target.contents();
    byte[] dump = RedisDumps.of(source);

    FailureException e =
        catchThrowableOfType(FailureException.class, () -> RedisDumps.restore(dump, target));

    assertThat(e.failure().code()).isEqualTo(FailureCode.RESTORE_REQUIREMENTS);
    assertThat(e.failure().message())
        .contains(to.version())
        .contains("cannot read")
        .doesNotContain("\n");
    assertThat(target.contents()).isEqualTo(before);
    assertThat(target.cli().call("DBSIZE")).isEqualTo("1");
  }

  /** The file that the server itself writes. */
  final void takesItsFile(RedisRelease release) throws Exception {
    try (RedisServer server = RedisServer.start(release)) {
      RedisDatabase source = server.createDatabase();
      source.fill();
      if (release.hasExpiringFields()) {
        source.cli().call("HSET", "fields", "a", "1", "b", "2");
        source.cli().call("HPEXPIREAT", "fields", "4102444800123", "FIELDS", "1", "a");
      }
      server.admin().call("SAVE");
      byte[] file = Files.readAllBytes(server.folder().resolve("dump.rdb"));
      byte[] imported = RedisDumps.imported(file, release.version());
      RedisDatabase target = server.createDatabase();
      RedisDumps.restore(imported, target);
      assertThat(target.contents()).isEqualTo(source.contents());
    }
  }

  /** A hash whose fields have all gone meanwhile has gone, too: that is no lost key. */
  final void bringsBackWhatIsLeftOfFields(RedisRelease release) throws Exception {
    RedisDatabase source = RedisServers.shared(release).createDatabase();
    RedisDatabase target = RedisServers.shared(release).createDatabase();
    RedisCli.Commands commands = new RedisCli.Commands();
    for (int i = 0; i < LASTING; i++) {
      // So many that some are at the target before their time has passed.
      commands.add("HSET", "vanishes " + i, "a", "1", "b", "2");
      commands.add("HPEXPIRE", "vanishes " + i, "1000", "FIELDS", "2", "a", "b");
      commands.add("HSET", "shrinks " + i, "stays", "1", "goes", "2");
      commands.add("HPEXPIRE", "shrinks " + i, "1000", "FIELDS", "1", "goes");
    }
    source.cli().pipe(commands);
    byte[] dump = RedisDumps.of(source);

    var run = Runs.on(target.connection());
    try (var restoration = driver.restore(run)) {
      restoration.write(dump, 0, dump.length);
      awaitEnd(source);
      restoration.commit();
    }
    driver.settle(target.connection(), run.tag());
    awaitEnd(target);
    assertThat(target.contents()).isEqualTo(source.contents());

    RedisDumps.restore(dump, target);
    awaitEnd(target);
    assertThat(target.contents()).isEqualTo(source.contents());
  }

  /** A server takes expired hashes away at its leisure. */
  private static void awaitEnd(RedisDatabase database) {
    assertThat(
            Leftovers.await(
                () ->
                    database.cli().call("DBSIZE").equals(Integer.toString(LASTING))
                        && database.cli().call("EVAL", FIELDS, "0").equals("" + LASTING)))
        .isTrue();
  }
}
