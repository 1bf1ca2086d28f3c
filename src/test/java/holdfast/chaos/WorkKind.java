package holdfast.chaos;

/** What is asked, and how often it is drawn. */
enum WorkKind {
  BACKUP("backup", 6),
  BIG_BACKUP("big backup", 3),
  RESTORE("restore", 4),
  DELETION("deletion", 3),
  EXPIRY("expiry", 2),
  ABORT("abort", 2),
  ABORTED_RESTORE("aborted restore", 1),
  FIRING("firing", 2);

  private final String words;
  private final int weight;

  WorkKind(String words, int weight) {
    this.words = words;
    this.weight = weight;
  }

  String words() {
    return words;
  }

  int weight() {
    return weight;
  }

  Work work() {
    return switch (this) {
      case BACKUP -> new TakeBackup(false);
      case BIG_BACKUP -> new TakeBackup(true);
      case RESTORE -> new RestoreBackup(false);
      case DELETION -> new DeleteBackup();
      case EXPIRY -> new ExpireBackup();
      case ABORT -> new AbortBackup();
      case ABORTED_RESTORE -> new RestoreBackup(true);
      case FIRING -> new AwaitFiring();
    };
  }
}
