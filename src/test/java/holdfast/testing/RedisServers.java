package holdfast.testing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The Redis server of each release that all tests of this JVM share, started by the first and ended
 * with it.
 */
public final class RedisServers {
  private RedisServers() {}

  private static final Map<RedisRelease, RedisServer> SHARED = new ConcurrentHashMap<>();

  /** Of the machine's own release. */
  public static RedisServer shared() {
    return shared(RedisRelease.OWN);
  }

  public static boolean isStarted(RedisRelease release) {
    return SHARED.containsKey(release);
  }

  public static RedisServer shared(RedisRelease release) {
    return SHARED.computeIfAbsent(release, RedisServer::start);
  }
}
