package holdfast.database.postgresql;

import holdfast.model.FailureException;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * How what pg_restore restores takes the target's place: all or nothing, each way with a mark that
 * tells after a crash whether it has happened. Called under a lock, but for {@link #watch} and
 * {@link #blame}.
 */
interface Placement {
  /** For the log: {@code into a fresh database}. */
  String title();

  /**
   * Looks whether the target can take this archive, then makes everything ready for the tool.
   *
   * @param inTarget a session in the target
   * @param own what the archive says of the database itself
   * @param contents of the archive, from its beginning to the end of its table of contents at least
   */
  void prepare(PgSession inTarget, ArchiveNeeds needs, DatabaseOwn own, byte[] contents)
      throws FailureException, MalformedArchive, SQLException;

  /** What the tool is to log in to. */
  PgUri database();

  /** What the tool is told besides. */
  List<String> options();

  /** What the tool's connection is told besides: settings of libpq. */
  Map<String, String> settings();

  /** The beginning of the archive as the tool is to see it, piece by piece; nothing is copied. */
  List<ByteBuffer> beginning(byte[] contents) throws MalformedArchive;

  /** Looks after the tool, which has just started. */
  void watch();

  /** Says that all bytes are proven, right before the tool is given the last one. */
  void allow() throws FailureException, SQLException;

  /** Whether it has taken effect when the tool has ended well, and can be given up no more. */
  boolean isDoneByTool();

  /**
   * Puts in place what the tool has restored, when it has: that it ended well is no proof of it.
   */
  void complete() throws FailureException, SQLException, InterruptedException;

  /** Whether it took effect, where the tool failed after {@link #allow}. */
  boolean tookEffect() throws FailureException, SQLException, InterruptedException;

  /** Why the tool failed, where that is known better than by it; else the given failure. */
  FailureException blame(FailureException failure);

  /** Removes what {@link #prepare} made; what has taken effect stays, with its mark. */
  void withdraw() throws FailureException, SQLException, InterruptedException;
}
