package holdfast.testing;

/**
 * The servers that the tests can start: the machine's own, and those that {@code ./check} unpacks
 * from other releases of Debian.
 */
public enum RedisRelease {
  OWN("7.0.", "", "redis"),
  REDIS_6("6.0.", "bullseye", "redis"),
  REDIS_8("8.0.", "trixie", "redis"),
  VALKEY_8("8.1.", "trixie", "valkey"),
  VALKEY_9("9.", "forky", "valkey");

  private final String version;
  private final String suite;
  private final String name;

  /**
   * @param suite of Debian; empty for what is on PATH
   * @param name what the names of the programs begin with
   */
  RedisRelease(String version, String suite, String name) {
    this.version = version;
    this.suite = suite;
    this.name = name;
  }

  /** What the version of each such server begins with. */
  public String version() {
    return version;
  }

  String server() {
    return program("server");
  }

  /** The stock program that looks whether an RDB is whole. */
  public String checker() {
    return program("check-rdb");
  }

  private String program(String what) {
    String file = name + "-" + what;
    return suite.isEmpty() ? file : UnpackedServers.program(suite, file).toString();
  }

  /** Whether hashes can have fields of which each expires by itself. */
  public boolean hasExpiringFields() {
    return this == REDIS_8 || this == VALKEY_9;
  }

  /** Before 6.2: without ACL rules for channels, and without some commands. */
  public boolean isOld() {
    return this == REDIS_6;
  }
}
