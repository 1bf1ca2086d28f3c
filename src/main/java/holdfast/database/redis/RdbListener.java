package holdfast.database.redis;

import holdfast.model.FailureException;

/**
 * Is told what an RDB holds, in its order, while its bytes pass. What it is told is proven only at
 * the end, when the checksum has been compared. What it throws ends the walk.
 */
interface RdbListener {

  /** The first bytes, which say the version. */
  default void header(RdbHeader header) throws FailureException {}

  /**
   * What the server says of itself and of the file, like {@code redis-ver}.
   *
   * @param record the whole of it, as it stands
   */
  default void note(String name, String value, byte[] record) throws FailureException {}

  /** A library of functions, which belongs to the server and to no database. */
  default void functions() throws FailureException {}

  /** The keys that follow are in the database of this number. */
  default void database(long number) throws FailureException {}

  /** A key; its value follows. */
  default void key(RdbKey key) throws FailureException {}

  /** The next bytes of the key's value, as they stand. */
  default void value(byte[] bytes, int offset, int length) throws FailureException {}

  /** The key's value was whole. */
  default void endOfValue() throws FailureException {}

  /** All has passed, and the checksum, where there is one, is right. */
  default void end() throws FailureException {}
}
