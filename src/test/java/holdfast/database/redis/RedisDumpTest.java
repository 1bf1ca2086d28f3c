package holdfast.database.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.database.Dump;
import holdfast.database.DumpFacts;
import holdfast.database.RunContext;
import holdfast.model.BackupType;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.testing.Background;
import holdfast.testing.Leftovers;
import holdfast.testing.RecordingLog;
import holdfast.testing.RedisCli;
import holdfast.testing.RedisDatabase;
import holdfast.testing.RedisServer;
import holdfast.testing.RedisServers;
import holdfast.testing.Runs;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedisDumpTest {
  private final RedisDriver driver = new RedisDriver();

  @AfterEach
  void dropDatabases() {
    RedisServers.shared().dropDatabases();
  }

  @Test
  void holdsTheNamedDatabaseAndNothingElseOfTheServer() throws Exception {
    RedisServer server = RedisServers.shared();
    RedisDatabase named = server.createDatabase();
    RedisDatabase other = server.createDatabase();
    RedisDatabase target = server.createDatabase();
    named.cli().call("SET", "mine", "1");
    other.cli().call("SET", "theirs", "1");
    String leftover = new RunKeys(Runs.newTag()).replaced() + "x";
    named.cli().call("SET", leftover, "1");
    named
        .cli()
        .call(
            "FUNCTION",
            "LOAD",
            "REPLACE",
            "#!lua name=lib\nredis.register_function('f', function() return 1 end)");

    DumpFacts facts;
    byte[] bytes;
    RecordingLog log = new RecordingLog();
    RunContext run = new RunContext(named.connection(), Runs.newTag(), log);
    try (Dump dump = driver.dump(BackupType.SNAPSHOT, run)) {
      bytes = dump.stream().readAllBytes();
      facts = dump.awaitSuccess();
    }
    assertThat(log.lines())
        .anySatisfy(line -> assertThat(line).contains("taking a snapshot of " + named.name()))
        .anySatisfy(line -> assertThat(line).contains("1 keys of the database"))
        .noneSatisfy(line -> assertThat(line).contains(RedisServer.PASSWORD));
    RedisDumps.restore(bytes, target);

    assertThat(target.cli().call("KEYS", "*")).isEqualTo("mine");
    assertThat(new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain("theirs", "holdfast_", "lib", "repl-id");
    assertThat(facts.serverVersion()).startsWith("7.0.");
    assertThat(facts.details())
        .containsEntry("keys", "1")
        .containsEntry("database", named.name())
        .containsEntry("functionLibrariesLeftOut", "1");
    assertThat(facts.details().get("replicationId")).matches("[0-9a-f]{40}");
    assertThat(facts.details().get("replicationOffset")).matches("\\d+");
    server.admin().call("FUNCTION", "FLUSH");
    named.cli().call("UNLINK", leftover);
  }

  @Test
  void theServerForgetsTheReplicaAtTheEnd() throws Exception {
    RedisDatabase database = RedisServers.shared().createDatabase();
    database.fill();
    RedisDumps.of(database);
    assertThat(
            Leftovers.await(
                () -> database.cli().call("INFO", "replication").contains("connected_slaves:0")))
        .isTrue();
  }

  @Test
  void takesAnRdbThatTheServerWritesToItsDiskFirst() throws Exception {
    try (RedisServer server = RedisServer.start("repl-diskless-sync no")) {
      RedisDatabase source = server.createDatabase();
      RedisDatabase target = server.createDatabase();
      source.fill();
      RedisDumps.restore(RedisDumps.of(source), target);
      assertThat(target.contents()).isEqualTo(source.contents());

      Files.deleteIfExists(server.folder().resolve("dump.rdb"));
      Files.createDirectory(server.folder().resolve("dump.rdb"));
      FailureException e = failure(source);
      assertThat(e.failure().code())
          .isIn(FailureCode.DUMP_FAILED, FailureCode.DATABASE_UNREACHABLE);
    }
  }

  /** Nothing of it could be written there. */
  @Test
  void takesAnRdbThatNeverWasOnTheServersDisk() throws Exception {
    try (RedisServer server = RedisServer.start("repl-diskless-sync yes")) {
      RedisDatabase source = server.createDatabase();
      RedisDatabase target = server.createDatabase();
      source.fill();
      Files.createDirectory(server.folder().resolve("dump.rdb"));

      RedisDumps.restore(RedisDumps.of(source), target);

      assertThat(target.contents()).isEqualTo(source.contents());
    }
  }

  /** A destination may be slower than those who write: that must not cost the server memory. */
  @Test
  void theServerKeepsNoChangesForABackup() throws Exception {
    for (String diskless : List.of("yes", "no")) {
      try (RedisServer server =
          RedisServer.start(
              "repl-diskless-sync " + diskless,
              "rdbcompression no",
              "client-output-buffer-limit replica 1mb 0 0")) {
        RedisDatabase database = server.createDatabase();
        for (int i = 0; i < 10; i++) {
          database.cli().pipe(new RedisCli.Commands().add("SET", "big:" + i, new byte[3_000_000]));
        }
        List<String> before = database.contents();
        byte[] bytes;
        try (Dump dump =
            driver.dump(BackupType.SNAPSHOT, Runs.on(database.connection(RedisServer.READER)))) {
          int first = dump.stream().read();
          for (int i = 0; i < 20; i++) {
            database.cli().pipe(new RedisCli.Commands().add("SET", "later", new byte[1_000_000]));
          }
          byte[] rest = dump.stream().readAllBytes();
          bytes = new byte[rest.length + 1];
          bytes[0] = (byte) first;
          System.arraycopy(rest, 0, bytes, 1, rest.length);
          dump.awaitSuccess();
        }
        RedisDatabase target = server.createDatabase();
        RedisDumps.restore(bytes, target);
        assertThat(target.contents()).as(diskless).isEqualTo(before);
      }
    }
  }

  @Test
  void aServerWhoseSnapshotDiesIsAFailedDump() throws Exception {
    try (RedisServer server = RedisServer.start("rdb-key-save-delay 2000")) {
      RedisDatabase database = server.createDatabase();
      database.fill();
      try (Dump dump = driver.dump(BackupType.SNAPSHOT, Runs.on(database.connection()))) {
        CompletableFuture<Integer> read = Background.call(() -> count(dump));
        ProcessHandle redis = ProcessHandle.of(server.pid()).orElseThrow();
        assertThat(Leftovers.await(() -> redis.children().findAny().isPresent())).isTrue();
        redis.children().forEach(ProcessHandle::destroyForcibly);

        assertThat(read.join()).isNotNegative();
        assertThat(
                catchThrowableOfType(FailureException.class, dump::awaitSuccess).failure().code())
            .isIn(FailureCode.DUMP_FAILED, FailureCode.DATABASE_UNREACHABLE);
      }
    }
  }

  @Test
  void aReplicaGivesABackupOnlyWhileItHasItsMaster() throws Exception {
    try (RedisServer replica =
        RedisServer.start("replicaof 127.0.0.1 " + RedisServers.shared().port())) {
      RedisDatabase source = RedisServers.shared().createDatabase();
      source.fill();
      RedisDatabase copy = new RedisDatabase(replica, source.number());
      assertThat(Leftovers.await(() -> copy.contents().size() == source.contents().size()))
          .isTrue();
      RedisDatabase target = RedisServers.shared().createDatabase();
      RedisDumps.restore(RedisDumps.of(copy), target);
      assertThat(target.contents()).isEqualTo(copy.contents());

      FailureException readOnly =
          catchThrowableOfType(
              FailureException.class, () -> driver.restore(Runs.on(copy.connection())));
      assertThat(readOnly.failure().code()).isEqualTo(FailureCode.RESTORE_REQUIREMENTS);

      replica.admin().call("REPLICAOF", "127.0.0.1", "1");
      FailureException e = failure(copy);
      assertThat(e.failure().code()).isEqualTo(FailureCode.DUMP_FAILED);
      assertThat(e.failure().message()).contains("no connection to its master");
      assertThat(driver.probe(copy.connection()).warnings())
          .anySatisfy(warning -> assertThat(warning).contains("without connection to its master"));
    }
  }

  @Test
  void refusesAServerOfACluster() throws Exception {
    try (RedisServer server = RedisServer.start("cluster-enabled yes")) {
      FailureException e = failure(new RedisDatabase(server, 0));
      assertThat(e.failure().code()).isEqualTo(FailureCode.DATABASE_UNSUPPORTED);
      assertThat(e.failure().code().isNotSupported()).isTrue();
    }
  }

  @Test
  void saysThatACommandIsSwitchedOff() throws Exception {
    try (RedisServer server = RedisServer.start("rename-command PSYNC \"\"")) {
      RedisDatabase database = server.createDatabase();
      FailureException e = failure(database);
      assertThat(e.failure().code()).isEqualTo(FailureCode.DATABASE_UNSUPPORTED);
      assertThat(e.failure().message()).contains("PSYNC");
      assertThat(driver.probe(database.connection()).warnings())
          .singleElement()
          .satisfies(warning -> assertThat(warning).startsWith("Backups will not work: "));
    }
  }

  /** A writer keeps the sum of all accounts: of two moments the sum would be another one. */
  @Test
  void showsOneMomentWhileOthersWrite() throws Exception {
    RedisDatabase source = RedisServers.shared().createDatabase();
    RedisDatabase target = RedisServers.shared().createDatabase();
    RedisCli.Commands accounts = new RedisCli.Commands();
    for (int i = 0; i < 500; i++) {
      accounts.add("SET", "account:" + i, 1000);
    }
    source.cli().pipe(accounts);
    CompletableFuture<Void> writer = Background.run(() -> source.cli().pipe(transfers()));
    Set<List<String>> moments = new HashSet<>();
    do {
      RedisDumps.restore(RedisDumps.of(source), target);
      moments.add(target.contents());
      assertThat(sum(target)).as("after %d dumps", moments.size()).isEqualTo("500000 500");
    } while (!writer.isDone());
    writer.join();
    assertThat(moments).hasSizeGreaterThan(2);
  }

  private static RedisCli.Commands transfers() {
    RedisCli.Commands transfers = new RedisCli.Commands();
    for (int i = 0; i < 150_000; i++) {
      transfers
          .add("MULTI")
          .add("DECRBY", "account:" + i % 500, i % 13)
          .add("INCRBY", "account:" + (i * 7 + 1) % 500, i % 13)
          .add("EXEC");
    }
    return transfers;
  }

  private static String sum(RedisDatabase database) {
    String script =
        """
        local sum, keys = 0, redis.call('KEYS', 'account:*')
        for _, key in ipairs(keys) do sum = sum + redis.call('GET', key) end
        return sum .. ' ' .. #keys
        """;
    return database.cli().call("EVAL", script, "0");
  }

  private FailureException failure(RedisDatabase database) {
    return catchThrowableOfType(FailureException.class, () -> RedisDumps.of(database.connection()));
  }

  private static int count(Dump dump) {
    try {
      return dump.stream().readAllBytes().length;
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
