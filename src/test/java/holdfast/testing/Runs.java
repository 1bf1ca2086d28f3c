package holdfast.testing;

import holdfast.database.RunContext;
import holdfast.model.ConnectionUri;
import holdfast.model.IdGenerator;
import holdfast.model.Key;
import holdfast.model.RunTag;
import java.time.Clock;

/** Makes what a run needs to know of itself. */
public final class Runs {
  /** An installation that no real one is. */
  public static final String INSTANCE = "7e577e57";

  private static final IdGenerator IDS = new IdGenerator(Clock.systemUTC());

  private Runs() {}

  /** The first attempt of a new run. */
  public static RunTag newTag() {
    return new RunTag(INSTANCE, newKey(), 1);
  }

  public static Key newKey() {
    return IDS.nextKey();
  }

  /** A new run on a database, whose log nobody reads. */
  public static RunContext on(ConnectionUri connection) {
    return new RunContext(connection, newTag(), new RecordingLog());
  }

  /** A run of that tag, whose log nobody reads. */
  public static RunContext withTag(ConnectionUri connection, RunTag tag) {
    return new RunContext(connection, tag, new RecordingLog());
  }
}
