package holdfast.database.redis;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Whole numbers whose lowest byte comes first, as most in an RDB are. */
final class LittleEndian {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private LittleEndian() {}

  /**
   * Without sign, but for one of 8 bytes.
   *
   * @param count of bytes, 1 to 8
   */
  static long get(byte[] bytes, int offset, int count) {
    if (count == Long.BYTES) {
      return (long) LONGS.get(bytes, offset);
    }
    long value = 0;
    for (int i = count - 1; i >= 0; i--) {
      value = (value << 8) | (bytes[offset + i] & 0xff);
    }
    return value;
  }

  /** The lowest bytes of a number. */
  static byte[] bytes(long value, int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (value >>> (8 * i));
    }
    return bytes;
  }
}
