package holdfast.chaos;

/** What can go wrong, how often it is drawn, and whether a backup may fail of it. */
enum FaultKind {
  NONE("no fault", 3, false, new NoFault()),
  KILL_JVM("SIGKILL of the JVM", 6, false, new NodeKilled(false)),
  KILL_ALL("SIGKILL of the JVM and its children", 6, false, new NodeKilled(true)),
  STALL_JVM("SIGSTOP of the JVM", 2, false, new NodeStalled(false, 0)),
  STALL_ALL("SIGSTOP of the JVM and its children", 2, false, new NodeStalled(true, 0)),
  STALL_PAST_LEASE("SIGSTOP past the lease", 2, false, new NodeStalled(false, 7000)),
  STORE_DOWN("S3 server killed", 3, true, new StoreDown()),
  STORE_SLOW("S3 server slow", 2, true, new StoreSlow()),
  STORE_ERRORS("S3 server answers errors", 3, true, new StoreErrors()),
  DATABASE_DOWN("database killed", 3, true, new DatabaseDown()),
  DISK_FULL("disk full", 2, true, new DiskFull());

  private final String words;
  private final int weight;
  private final boolean failsBackups;
  private final Fault fault;

  FaultKind(String words, int weight, boolean failsBackups, Fault fault) {
    this.words = words;
    this.weight = weight;
    this.failsBackups = failsBackups;
    this.fault = fault;
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
    return fault;
  }
}
