package holdfast.database;

import holdfast.model.ConnectionUri;
import holdfast.model.RunLog;
import holdfast.model.RunTag;

/**
 * The database that a run works on, how it marks what it leaves there, and where it says what it
 * does.
 */
public record RunContext(ConnectionUri connection, RunTag tag, RunLog log) {}
