package holdfast.database.redis;

import java.util.Optional;

/** A key of an RDB, without its value. Its arrays are not copied: nobody writes to them. */
final class RdbKey {
  private final byte[] name;
  private final byte[] record;
  private final Traits traits;

  /**
   * @param name may be any bytes
   * @param record all bytes that stand before the value
   */
  RdbKey(byte[] name, byte[] record, Traits traits) {
    this.name = name;
    this.record = record;
    this.traits = traits;
  }

  /**
   * What is known of a key and its value.
   *
   * @param type of the value's encoding, see {@link ValueType}
   * @param expiresAt milliseconds since the epoch; empty for a key that stays
   * @param idleSeconds for how long nobody had asked for it, where the server keeps that
   * @param frequency how often it was asked for, on the server's own scale, where it keeps that
   * @param module what a module calls its values, where one made this one
   */
  record Traits(
      int type,
      Optional<Long> expiresAt,
      Optional<Long> idleSeconds,
      Optional<Integer> frequency,
      Optional<String> module) {}

  byte[] name() {
    return name;
  }

  byte[] record() {
    return record;
  }

  int type() {
    return traits.type();
  }

  Optional<Long> expiresAt() {
    return traits.expiresAt();
  }

  Optional<Long> idleSeconds() {
    return traits.idleSeconds();
  }

  Optional<Integer> frequency() {
    return traits.frequency();
  }

  Optional<String> module() {
    return traits.module();
  }
}
