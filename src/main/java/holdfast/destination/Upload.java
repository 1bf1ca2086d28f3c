package holdfast.destination;

import holdfast.model.FailureException;

/**
 * One object on its way into a destination. Until {@link #commit} returns, nothing is visible under
 * its key; after it, the whole object is durable there. Used by one thread at a time.
 *
 * <p>{@link #commit} says success; {@link #close} only frees. Closing without a commit discards
 * everything that was sent, and closing after a commit does nothing.
 */
public interface Upload extends AutoCloseable {

  /**
   * Takes the next bytes; the array may be used again when it returns. May block until the
   * destination has room.
   *
   * @throws FailureException when the destination failed; the upload can then only be closed
   */
  void write(byte[] bytes, int offset, int length) throws FailureException;

  /**
   * Makes the object visible, replacing one that had its key, and checks that the destination holds
   * as many bytes as were written, with the checksum that was computed on the way where the
   * destination tells one.
   *
   * @throws FailureException when it failed: the object may or may not be visible, so the caller
   *     must not count on either
   */
  StoredObject commit() throws FailureException;

  /**
   * Frees what is held; without a commit before, discards. Never throws for what a later sweep can
   * mend.
   */
  @Override
  void close();
}
