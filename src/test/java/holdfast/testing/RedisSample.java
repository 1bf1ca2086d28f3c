package holdfast.testing;

import java.util.Random;

/** A small but realistic database: a bit of everything that a backup has to bring back. */
final class RedisSample {
  private static final int SCANS = 24;
  private static final int SCAN_BYTES = 50_000;
  private static final int SEED = 42;

  private RedisSample() {}

  static void fill(RedisDatabase database) {
    RedisCli.Commands commands = new RedisCli.Commands();
    for (int i = 1; i <= 300; i++) {
      commands
          .add("HSET", "customer:" + i, "name", "Zoë 🦊 " + i, "email", "u" + i + "@example.org")
          .add("ZADD", "turnover", i * 1.25, "customer:" + i)
          .add("RPUSH", "queue", "order " + i)
          .add("XADD", "events", i + "-1", "kind", "visit", "customer", i)
          .add("SET", "session:" + i, "token " + i)
          .add("PEXPIREAT", "session:" + i, 4_102_444_800_000L + i);
    }
    commands
        .add("SADD", "numbers", 1, 2, 3, -4)
        .add("SADD", "words", "one", "two", "")
        .add("XGROUP", "CREATE", "events", "mailers", "0")
        .add("XREADGROUP", "GROUP", "mailers", "anna", "COUNT", 5, "STREAMS", "events", ">")
        .add("PFADD", "visitors", "a", "b", "c")
        .add("SET", "empty", "");
    Random random = new Random(SEED);
    for (int i = 1; i <= SCANS; i++) {
      byte[] scan = new byte[SCAN_BYTES];
      random.nextBytes(scan);
      commands.add("SET", "scan:" + i, scan);
    }
    database.cli().pipe(commands);
  }
}
