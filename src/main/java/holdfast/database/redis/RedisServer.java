package holdfast.database.redis;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server says of itself: its answer to INFO. Immutable.
 *
 * @param facts by name
 */
record RedisServer(Map<String, String> facts) {
  private static final int OLDEST_MAJOR = 6;
  private static final int FIRST_WITH_RIGHTS_TO_READ_ONLY = 7;
  private static final Pattern DATABASE = Pattern.compile("db(\\d{1,9})");
  private static final Pattern KEYS = Pattern.compile("keys=(\\d{1,18}).*");

  RedisServer {
    facts = Map.copyOf(facts);
  }

  /**
   * Asks the server.
   *
   * @throws FailureException {@code DATABASE_UNSUPPORTED} where it is too old or part of a cluster
   */
  static RedisServer of(RedisSession session) throws FailureException {
    RedisServer server = parse(session.call("INFO").asText());
    RedisUri uri = session.uri();
    if (server.major() < OLDEST_MAJOR) {
      throw new FailureException(
          FailureCode.DATABASE_UNSUPPORTED,
          "the server %s is %s".formatted(uri.server(), server.title()),
          "Holdfast works with Redis %d and newer, and with Valkey: upgrade the server."
              .formatted(OLDEST_MAJOR));
    }
    if (server.is("cluster_enabled", "1")) {
      throw new FailureException(
          FailureCode.DATABASE_UNSUPPORTED,
          "the server %s is part of a cluster".formatted(uri.server()),
          "Holdfast backs up servers that have all of their keys; a cluster's are spread over many.");
    }
    if (server.is("loading", "1")) {
      throw new FailureException(
          FailureCode.DATABASE_UNREACHABLE,
          "the server %s is still loading its data".formatted(uri.server()),
          "Wait until it is done; try again.");
    }
    return server;
  }

  static RedisServer parse(String info) {
    Map<String, String> facts = new LinkedHashMap<>();
    for (String line : info.lines().toList()) {
      int colon = line.indexOf(':');
      if (colon > 0 && !line.startsWith("#")) {
        facts.put(line.substring(0, colon), line.substring(colon + 1));
      }
    }
    return new RedisServer(facts);
  }

  /** Like {@code 7.0.15}; of a Valkey, its own. */
  String version() {
    return facts.getOrDefault("valkey_version", facts.getOrDefault("redis_version", "0"));
  }

  /** Like {@code Redis 7.0.15}. */
  String title() {
    return (facts.containsKey("valkey_version") ? "Valkey " : "Redis ") + version();
  }

  private int major() {
    String digits = version().split("\\.", 2)[0];
    return digits.matches("\\d{1,6}") ? Integer.parseInt(digits) : 0;
  }

  /** Whether an ACL can let a user read a key that it may not write. */
  boolean hasRightsToReadOnly() {
    return major() >= FIRST_WITH_RIGHTS_TO_READ_ONLY;
  }

  boolean isReplica() {
    return is("role", "slave");
  }

  boolean hasLostItsMaster() {
    return isReplica() && !is("master_link_status", "up");
  }

  /** How many keys it has thrown out for want of memory. */
  String evictedKeys() {
    return facts.getOrDefault("evicted_keys", "0");
  }

  /** Whether it throws keys out when its memory is full. */
  boolean evicts() {
    return maxMemory() > 0 && !is("maxmemory_policy", "noeviction");
  }

  /** In bytes; 0 where it has no limit. */
  long maxMemory() {
    return number("maxmemory");
  }

  long usedMemory() {
    return number("used_memory");
  }

  /** How many keys each database has that has any, by its number. */
  TreeMap<Integer, Long> keys() {
    TreeMap<Integer, Long> keys = new TreeMap<>();
    facts.forEach((name, value) -> databaseIn(name).ifPresent(it -> keys.put(it, count(value))));
    return keys;
  }

  /** An estimate in bytes: the server knows what all keys take, and how many are whose. */
  long sizeOf(int database) {
    TreeMap<Integer, Long> keys = keys();
    long all = keys.values().stream().mapToLong(Long::longValue).sum();
    long own = keys.getOrDefault(database, 0L);
    long bytes = Math.max(number("used_memory_dataset"), 1);
    return own == 0 ? 0 : Math.max(1, (long) ((double) bytes / all * own));
  }

  private static OptionalInt databaseIn(String name) {
    Matcher matcher = DATABASE.matcher(name);
    return matcher.matches()
        ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
        : OptionalInt.empty();
  }

  private static long count(String value) {
    Matcher matcher = KEYS.matcher(value);
    return matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
  }

  private boolean is(String name, String value) {
    return value.equals(facts.get(name));
  }

  private long number(String name) {
    String digits = facts.getOrDefault(name, "0");
    return digits.matches("\\d{1,18}") ? Long.parseLong(digits) : 0;
  }
}
