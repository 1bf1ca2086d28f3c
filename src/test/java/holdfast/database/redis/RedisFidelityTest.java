package holdfast.database.redis;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testing.RedisCli;
import holdfast.testing.RedisDatabase;
import holdfast.testing.RedisRelease;
import holdfast.testing.RedisServer;
import holdfast.testing.RedisServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every type in every encoding, and whatever is unusual; compared by what the server says. */
class RedisFidelityTest {
  private static final String LARGEST_ID = "18446744073709551615-18446744073709551615";
  private static final int LARGE_BYTES = 2_000_000;

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

  @Test
  void bringsEverythingBack(@TempDir Path folder) throws Exception {
    RedisDatabase source = server().createDatabase();
    RedisDatabase target = server().createDatabase();
    source.cli().pipe(nasty());
    assertThat(encodings(source.cli())).containsExactlyInAnyOrderElementsOf(allEncodings());

    byte[] dump = RedisDumps.of(source);
    RedisDumps.restore(dump, target);

    assertThat(target.contents()).hasSizeGreaterThanOrEqualTo(39).isEqualTo(source.contents());
    assertThat(encodings(target.cli())).isEqualTo(encodings(source.cli()));
    stockToolsReadIt(dump, source, folder);
  }

  /** A value that the server, the walker and the restore never have whole in Java's memory. */
  @Test
  void bringsAValueOfAHundredMegabytesBack() throws Exception {
    RedisDatabase source = server().createDatabase();
    RedisDatabase target = server().createDatabase();
    byte[] megabyte = new byte[1_000_000];
    new Random(2).nextBytes(megabyte);
    String script = "return redis.call('SET', KEYS[1], string.rep(ARGV[1], 100)).ok";
    source.cli().pipe(new RedisCli.Commands().add("EVAL", script, "1", "film", megabyte));

    RedisDumps.copy(source, target);

    assertThat(target.cli().call("STRLEN", "film")).isEqualTo("100000000");
    assertThat(target.contents()).isEqualTo(source.contents());
  }

  private List<String> allEncodings() {
    List<String> all =
        new ArrayList<>(List.of("int", "raw", "quicklist", "intset", "hashtable", "skiplist"));
    all.add("stream");
    all.add(release().isOld() ? "ziplist" : "listpack");
    if (release() == RedisRelease.REDIS_8) {
      all.add("listpackex");
    }
    return all;
  }

  private void stockToolsReadIt(byte[] dump, RedisDatabase source, Path folder) throws Exception {
    Path file = Files.write(folder.resolve("dump.rdb"), dump);
    Process check =
        new ProcessBuilder(release().checker(), file.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("check.log").toFile())
            .start();
    assertThat(check.waitFor()).isZero();
    try (RedisServer stock = RedisServer.startOn(release(), dump)) {
      RedisDatabase loaded = new RedisDatabase(stock, source.number());
      assertThat(loaded.contents()).isEqualTo(source.contents());
    }
  }

  /** Short texts are kept in two ways, which differ in memory alone. */
  private static Set<String> encodings(RedisCli cli) {
    String script =
        """
        local all = {}
        for i, key in ipairs(redis.call('KEYS', '*')) do
          all[i] = redis.call('OBJECT', 'ENCODING', key)
        end
        return all
        """;
    Set<String> encodings = new TreeSet<>(cli.call("EVAL", script, "0").lines().toList());
    encodings.remove("embstr");
    return encodings;
  }

  private RedisCli.Commands nasty() {
    RedisCli.Commands commands = new RedisCli.Commands();
    texts(commands);
    names(commands);
    collections(commands);
    streams(commands);
    if (!release().isOld()) {
      newerCommands(commands);
    }
    expiries(commands);
    if (release().hasExpiringFields()) {
      expiringFields(commands);
    }
    return commands;
  }

  private static void texts(RedisCli.Commands commands) {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    byte[] large = new byte[LARGE_BYTES];
    new Random(1).nextBytes(large);
    commands
        .add("SET", "text:empty", "")
        .add("SET", "text:bytes", all)
        .add("SET", "text:large", large)
        .add("SET", "text:packed", "a".repeat(100_000))
        .add("SET", "text:number", "-9223372036854775808")
        .add("SET", "text:small", "100")
        .add("SET", "text:middle", "-30000")
        .add("SET", "text:int", "2000000000")
        .add("SET", "text:digits", "00123")
        .add("SETBIT", "text:bits", 100_000, 1)
        .add("BITFIELD", "text:fields", "SET", "i13", "#7", "-4000")
        .add("PFADD", "text:few", "a", "b")
        .add("GEOADD", "places", "13.361389", "38.115556", "Palermo", "-180", "-85", "edge");
    for (int i = 0; i < 3000; i++) {
      commands.add("PFADD", "text:many", "visitor " + i);
    }
  }

  private static void names(RedisCli.Commands commands) {
    commands
        .add("SET", "", "of the empty name")
        .add("SET", "\0", "zero")
        .add("SET", "\r\n$5\r\n", "line ends")
        .add("SET", "Zoë's \"🦊\" \\ * ? [a]", "quotes")
        .add("SET", new byte[] {(byte) 0xff, (byte) 0xfe, 0, 10}, "no UTF-8")
        .add("SET", "12345", "a number")
        .add("SET", "long:" + "x".repeat(5000), "packed")
        .add("SET", "holdfast_of_an_application:new:1", "not ours");
  }

  private static void collections(RedisCli.Commands commands) {
    commands
        .add("RPUSH", "list:small", "", "a", "1", "-7", "🦊")
        .add("SADD", "set:numbers", 1, -1, "9223372036854775807")
        .add("SADD", "set:words", "", "a", "1.5")
        .add("ZADD", "scores:few", "-inf", "low", "inf", "high", "1e308", "a", "-0", "b", "0.1", "")
        .add("HSET", "hash:few", "", "empty field", "empty value", "", "n", "12");
    for (int i = 0; i < 2000; i++) {
      commands
          .add("RPUSH", "list:long", "item " + i)
          .add("SADD", "set:large", "member " + i)
          .add("SADD", "set:many numbers", i * 1_000_003L)
          .add("ZADD", "scores:many", i % 7 == 0 ? "-inf" : String.valueOf(i / 3.0), "m" + i)
          .add("HSET", "hash:large", "field " + i, i % 5 == 0 ? "" : "value " + i);
    }
    commands
        .add("RPUSH", "list:long", "y".repeat(200_000))
        .add("HSET", "hash:wide", "f", "z".repeat(500))
        .add("ZADD", "scores:wide", "inf", "w".repeat(500));
  }

  private static void streams(RedisCli.Commands commands) {
    commands
        .add("XADD", "stream:emptied", "1-1", "f", "v")
        .add("XDEL", "stream:emptied", "1-1")
        .add("XGROUP", "CREATE", "stream:made", "nobody", "$", "MKSTREAM")
        .add("XADD", "stream:end", LARGEST_ID, "", "");
    for (int i = 1; i <= 500; i++) {
      commands.add("XADD", "stream:long", i + "-" + i, "n", i, "only " + i % 3, "ü");
    }
    commands
        .add("XDEL", "stream:long", "7-7", "400-400")
        .add("XGROUP", "CREATE", "stream:long", "g1", "0")
        .add("XGROUP", "CREATE", "stream:long", "g \0 2", "100-0")
        .add("XREADGROUP", "GROUP", "g1", "anna", "COUNT", 150, "STREAMS", "stream:long", ">")
        .add("XREADGROUP", "GROUP", "g1", "bert", "COUNT", 9, "STREAMS", "stream:long", ">")
        .add("XCLAIM", "stream:long", "g1", "bert", 0, "5-5", "RETRYCOUNT", 70_000)
        .add("XACK", "stream:long", "g1", "1-1", "2-2")
        .add("XTRIM", "stream:long", "MAXLEN", 450);
  }

  private static void expiries(RedisCli.Commands commands) {
    commands
        .add("SET", "until:9999", "x")
        .add("PEXPIREAT", "until:9999", 253_402_300_799_999L)
        .add("SET", "until:soon", "x", "EX", 3600)
        .add("HSET", "until:hash", "f", "v")
        .add("PEXPIREAT", "until:hash", 4_102_444_800_123L);
  }

  private static void newerCommands(RedisCli.Commands commands) {
    commands
        .add("XGROUP", "CREATE", "stream:long", "g3", "0", "ENTRIESREAD", 3)
        .add("XGROUP", "CREATECONSUMER", "stream:long", "g1", "idle");
  }

  private static void expiringFields(RedisCli.Commands commands) {
    commands
        .add("HSET", "fields:few", "stays", "1", "goes", "2", "", "3")
        .add("HPEXPIREAT", "fields:few", 4_102_444_800_123L, "FIELDS", 1, "goes")
        .add("HPEXPIREAT", "fields:few", 4_202_444_800_000L, "FIELDS", 1, "")
        .add("HSET", "fields:all", "a", "1", "b", "2")
        .add("HPEXPIREAT", "fields:all", 4_102_444_800_001L, "FIELDS", 2, "a", "b")
        .add("PEXPIREAT", "fields:all", 4_102_444_800_000L);
    for (int i = 0; i < 1000; i++) {
      commands.add("HSET", "fields:many", "field " + i, "value " + i);
      if (i % 3 == 0) {
        commands.add(
            "HPEXPIREAT", "fields:many", 4_102_444_800_000L + i * 1000L, "FIELDS", 1, "field " + i);
      }
    }
  }
}
