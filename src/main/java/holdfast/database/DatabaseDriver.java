package holdfast.database;

import holdfast.model.AddonType;
import holdfast.model.BackupType;
import holdfast.model.ConnectionUri;
import holdfast.model.FailureException;
import holdfast.model.FoundDatabase;
import holdfast.model.RunTag;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * Knows one engine. Thread-safe and stateless: each call opens what it needs and has timeouts for
 * it. Secrets go to no argument list, log, message or environment that others can read.
 */
public interface DatabaseDriver {

  AddonType type();

  Capabilities capabilities();

  /**
   * Names the server that a connection leads to, the same for all its databases, without secrets:
   * by it runs at one server are counted. Asks nobody.
   *
   * @throws FailureException {@code CONNECTION_INVALID}
   */
  String server(ConnectionUri connection) throws FailureException;

  /** Names the database that a connection leads to, as {@link #databases} does. Asks nobody. */
  default Optional<String> database(ConnectionUri connection) throws FailureException {
    return connection.database();
  }

  /**
   * Looks at the database: reachable, which version, what size, with what rights.
   *
   * @throws FailureException with the {@code DATABASE_} or {@code CONNECTION_} code that fits
   */
  Probe probe(ConnectionUri connection) throws FailureException;

  /**
   * Lists the databases of the server, by name: those that people made, whether or not this login
   * may read them. One that nobody can read says why.
   *
   * @param server need not name a database
   * @throws FailureException with the {@code DATABASE_} or {@code CONNECTION_} code that fits
   */
  List<FoundDatabase> databases(ConnectionUri server) throws FailureException;

  /**
   * The connection to one of the databases of a server, with the same login. Asks nobody.
   *
   * @param server need not name a database
   * @param database as {@link #databases} gives it
   * @throws FailureException {@code CONNECTION_INVALID} also where no database that people may use
   *     can have this name
   */
  ConnectionUri naming(ConnectionUri server, String database) throws FailureException;

  /**
   * A connection for what is said and taken of a server as a whole, to whichever database. Asks
   * nobody.
   *
   * @param server need not name a database
   */
  default ConnectionUri anywhere(ConnectionUri server) throws FailureException {
    return server;
  }

  /**
   * Makes sure that {@link #databases} lists all that the server has: some engines hide from a
   * login what it has no right to.
   *
   * @throws FailureException {@code DATABASE_RIGHTS}, with what would have to be granted
   */
  default void requireAllVisible(ConnectionUri server) throws FailureException {}

  /**
   * Opens a consistent dump of the one database that the connection names.
   *
   * @param type one of {@link Capabilities#backupTypes}
   * @throws FailureException {@code TOOL_MISSING}, {@code TOOL_TOO_OLD} or {@code
   *     DATABASE_UNSUPPORTED} where this very server cannot give it (nothing was read then), else
   *     the code that fits
   */
  Dump dump(BackupType type, RunContext run) throws FailureException;

  /**
   * Takes a file from elsewhere for a dump: one in the engine's stock format, as {@link #dump}
   * gives it and {@link #restore} takes it. Nothing is read before the dump's stream is, and {@link
   * Dump#awaitSuccess} proves the file whole. Reading, and the verdict, throw {@code
   * IMPORT_INVALID} for what is no such file, and say what it looks like and how to make one.
   *
   * @param file not packed; closed with the dump, by any thread
   */
  Dump imported(InputStream file);

  /**
   * Opens a restore into the one database that the connection names. Nothing is touched yet.
   *
   * @param ifOccupied what is done where the target holds something, as {@link Probe#isEmpty} says:
   *     looked at here and once more in {@link Restoration#commit}, as late as the engine allows
   * @throws FailureException {@code TARGET_NOT_EMPTY}, else the code that fits
   */
  Restoration restore(RunContext run, IfOccupied ifOccupied) throws FailureException;

  /** The same; what is in the target is replaced. */
  default Restoration restore(RunContext run) throws FailureException {
    return restore(run, IfOccupied.REPLACE);
  }

  /**
   * Makes sure that a restore of this tag, wherever its process is and whether or not it still
   * lives, puts nothing in place any more: ends its sessions and removes what it has made ready.
   * What it has put in place before stays, with the mark of it. A restore that makes everything
   * ready only after this is not hindered: the caller has seen to it before that it finds itself
   * unwanted. Can be repeated.
   *
   * @throws FailureException when that is not certain: call again later
   */
  void fence(ConnectionUri connection, RunTag tag) throws FailureException;

  /**
   * Whether a restore whose process died had taken effect before. Ends the dead run's sessions
   * first, so that the answer stays true; removes nothing, so that it can be asked again until it
   * is recorded. All attempts up to the tag's own are meant; where one of them may still be
   * running, {@link #fence} comes before.
   *
   * @throws FailureException also when not every session could be ended: ask again later
   */
  boolean tookEffect(ConnectionUri connection, RunTag tag) throws FailureException;

  /**
   * Ends and removes what a dead run of this tag left: sessions, temporary databases, files. Can be
   * repeated. For a restore, {@link #tookEffect} is to be asked, and its answer recorded, before:
   * settling removes the only mark of it.
   *
   * @throws FailureException also when not everything could be ended or removed: call again later
   */
  void settle(ConnectionUri connection, RunTag tag) throws FailureException;
}
