package holdfast.database;

import holdfast.model.FailureException;

/**
 * A restore that runs: bytes go in with {@link #write}, and the target is what it was until {@link
 * #commit}, which the caller calls only after every byte has proven true. All or nothing:
 * afterwards the target is exactly the backup or exactly what it was. Written by one thread.
 */
public interface Restoration extends AutoCloseable {

  /**
   * Takes the next bytes of the dump, in the format that {@link Dump#stream} gave.
   *
   * @throws FailureException {@code RESTORE_REQUIREMENTS} when the target lacks roles or extensions
   *     that the dump needs (all are named, before anything is touched), {@code RESTORE_FAILED}
   *     with the tool's words otherwise
   */
  void write(byte[] bytes, int offset, int length) throws FailureException;

  /**
   * Says that all bytes were written and are proven. Waits for the tool, checks its verdict and
   * puts the result in place. What was there before is kept, as the mark by which {@link
   * DatabaseDriver#tookEffect} knows, until {@link DatabaseDriver#settle}: so record the success
   * before that.
   *
   * @throws FailureException when it failed: {@code TARGET_NOT_EMPTY} where that was to be refused
   *     and came about meanwhile. As a rule the target is what it was; where the server went away
   *     at the very moment of taking effect that is not known, and {@link
   *     DatabaseDriver#tookEffect} tells
   */
  void commit() throws FailureException;

  /**
   * Without a commit before: ends the tool, removes what it made, leaves the target as it was.
   * After one: only frees. Any thread, any number of times; while {@link #commit} runs it either
   * comes in time, and the commit fails, or waits for its end. What it cannot remove, because the
   * server is away, {@link DatabaseDriver#settle} removes.
   */
  @Override
  void close();
}
