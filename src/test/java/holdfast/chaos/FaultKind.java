package holdfast.chaos;

/** What can go wrong, how often it is drawn, and whether a backup may fail of it. */
enum FaultKind {
  NONE("no fault", 3, false),
  KILL_JVM("SIGKILL of the JVM", 6, false),
  KILL_ALL("SIGKILL of the JVM and its children", 6, false),
  STALL_JVM("SIGSTOP of the JVM", 2, false),
  STALL_ALL("SIGSTOP of the JVM and its children", 2, false),
  STALL_PAST_LEASE("SIGSTOP past the lease", 2, false),
  STORE_DOWN("S3 server killed", 3, true),
  STORE_SLOW("S3 server slow", 2, true),
  STORE_ERRORS("S3 server answers errors", 3, true),
  DATABASE_DOWN("database killed", 3, true),
  DISK_FULL("disk full", 2, true);

  private final String words;
  private final int weight;
  private final boolean failsBackups;

  FaultKind(String words, int weight, boolean failsBackups) {
    this.words = words;
    this.weight = weight;
    this.failsBackups = failsBackups;
  }

  String words() {
    return words;
  }

  int weight() {
    return weight;
  }

  /** Whether a backup may end failed. Where only nodes suffer, each one has to be completed. */
  boolean failsBackups() {
    return failsBackups;
  }

  Fault fault() {
    return switch (this) {
      case NONE -> new NoFault();
      case KILL_JVM -> new NodeKilled(false);
      case KILL_ALL -> new NodeKilled(true);
      case STALL_JVM -> new NodeStalled(false, 0);
      case STALL_ALL -> new NodeStalled(true, 0);
      case STALL_PAST_LEASE -> new NodeStalled(false, 7000);
      case STORE_DOWN -> new StoreDown();
      case STORE_SLOW -> new StoreSlow();
      case STORE_ERRORS -> new StoreErrors();
      case DATABASE_DOWN -> new DatabaseDown();
      case DISK_FULL -> new DiskFull();
    };
  }
}
