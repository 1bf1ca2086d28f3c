import holdfast.testing.RedisServer;

/** Redis, and redis-cli --rdb. */
record RedisSubject(RedisServer server) implements Subject {
  private static final int KEYS_PER_MEGABYTE = 3_900;

  private static final String FILL =
      """
      local text = string.rep(' lorem ipsum dolor sit amet', 3)
      for n = ARGV[1], ARGV[1] + ARGV[2] - 1 do
        redis.call('SET', 'event:' .. n, redis.sha1hex(n)
          .. ' the quick brown fox jumps over the lazy dog ' .. redis.sha1hex(n * 7) .. text)
      end
      """;

  static RedisSubject start() {
    return new RedisSubject(RedisServer.start());
  }

  @Override
  public String type() {
    return "redis";
  }

  @Override
  public String uri() {
    return "redis://127.0.0.1:" + server.port();
  }

  @Override
  public long fill(int megabytes) {
    for (int i = 0; i < megabytes; i++) {
      server
          .admin()
          .call(
              "EVAL",
              FILL,
              "0",
              Integer.toString(i * KEYS_PER_MEGABYTE),
              Integer.toString(KEYS_PER_MEGABYTE));
    }
    return server
        .admin()
        .call("INFO", "memory")
        .lines()
        .filter(line -> line.startsWith("used_memory_dataset:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public String options() {
    return "'backupType':'snapshot'";
  }

  @Override
  public String stockTool() {
    return "redis-cli -p " + server.port() + " --rdb - 2>/dev/null";
  }

  @Override
  public void close() {
    server.close();
  }
}
