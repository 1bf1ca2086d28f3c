package holdfast.testing;

/** The Redis server that all tests of this JVM share, started by the first and ended with it. */
public final class RedisServers {
  private RedisServers() {}

  private static final class Holder {
    static final RedisServer SHARED = RedisServer.start();
  }

  public static RedisServer shared() {
    return Holder.SHARED;
  }
}
