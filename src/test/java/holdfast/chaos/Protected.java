package holdfast.chaos;

import holdfast.testing.PostgresDatabase;
import java.util.Set;

/** An addon and what is known to be in its database. */
final class Protected {
  private final String path;
  private final PostgresDatabase database;
  private volatile Contents contents;
  private volatile Contents previous;

  /**
   * @param path of the addon in the API
   */
  Protected(String path, PostgresDatabase database) {
    this.path = path;
    this.database = database;
    this.contents = Contents.of(database);
    this.previous = contents;
  }

  String path() {
    return path;
  }

  String slug() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  PostgresDatabase database() {
    return database;
  }

  Contents contents() {
    return contents;
  }

  /** It is known to hold something else now. */
  void holds(Contents changed) {
    contents = changed;
  }

  /** Makes it differ from all that it was. */
  void change(long mark) {
    // The server answers commits before they are in its log: what a crash took back would stand
    // here.
    database.executeAsKeeper(
        "SET synchronous_commit = on; INSERT INTO chaos_mark VALUES (" + mark + ")");
    previous = contents;
    contents = Contents.of(database);
  }

  /** What it holds, and what it held before its last change. */
  Set<Contents> lately() {
    return previous.equals(contents) ? Set.of(contents) : Set.of(previous, contents);
  }
}
