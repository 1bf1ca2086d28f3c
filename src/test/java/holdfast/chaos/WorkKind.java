package holdfast.chaos;

/** What is asked, and how often it is drawn. */
enum WorkKind {
  BACKUP("backup", 6, new TakeBackup(false)),
  BIG_BACKUP("big backup", 3, new TakeBackup(true)),
  RESTORE("restore", 4, new RestoreBackup(false)),
  DELETION("deletion", 3, new DeleteBackup()),
  EXPIRY("expiry", 2, new ExpireBackup()),
  ABORT("abort", 2, new AbortBackup()),
  ABORTED_RESTORE("aborted restore", 1, new RestoreBackup(true)),
  FIRING("firing", 2, new AwaitFiring());

  private final String words;
  private final int weight;
  private final Work work;

  WorkKind(String words, int weight, Work work) {
    this.words = words;
    this.weight = weight;
    this.work = work;
  }

  String words() {
    return words;
  }

  int weight() {
    return weight;
  }

  Work work() {
    return work;
  }
}
