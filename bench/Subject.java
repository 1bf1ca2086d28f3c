/** A database of one type to be backed up, and what the stock tool does for the same. */
interface Subject extends AutoCloseable {
  /** Starts a server of the type. */
  static Subject of(String type) throws Exception {
    return switch (type) {
      case "postgresql" -> PostgresSubject.start();
      case "mysql" -> MariaDbSubject.start();
      case "redis" -> RedisSubject.start();
      default -> throw new IllegalArgumentException("no such type: " + type);
    };
  }

  String type();

  /** How a server of Holdfast logs in. */
  String uri();

  /**
   * Fills it with about so much.
   *
   * @return how large it is by its own account, in bytes
   */
  long fill(int megabytes) throws Exception;

  /** A command of the shell that writes the same to its output as a backup holds. */
  String stockTool();

  /** How the backup is asked for. */
  default String options() {
    return "'backupType':'dump','compressionType':'zstd'";
  }

  @Override
  void close() throws Exception;
}
