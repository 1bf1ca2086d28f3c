package holdfast.database.postgresql;

import holdfast.database.Attempts;
import holdfast.model.RunTag;

/** What the databases are called that a restore makes; they say whose they are. */
record RestoreNames(RunTag tag) {
  /** What all of them match, and nothing else should: a regular expression of PostgreSQL. */
  static final String PATTERN = "^holdfast_[0-9a-f]{8}_";

  private static final String REPLACED = "_old";

  /** The database that the backup is restored into, until it takes the target's name. */
  String fresh() {
    return tag.sessionName();
  }

  /** What the target is called once it has been replaced. */
  String replaced() {
    return tag.sessionName() + REPLACED;
  }

  /** Whether a name is that of a replaced database. */
  static boolean isReplaced(String database) {
    return database.endsWith(REPLACED);
  }

  /** Whether a database was made by the tag's run, in its own attempt or an earlier one. */
  static boolean areOf(RunTag tag, String database) {
    String name =
        isReplaced(database)
            ? database.substring(0, database.length() - REPLACED.length())
            : database;
    return Attempts.upTo(tag, name);
  }
}
