package holdfast.database.mongodb;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers as BSON and the archive write them. */
final class LittleEndian {
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private LittleEndian() {}

  static int intAt(byte[] bytes, int offset) {
    return (int) INTS.get(bytes, offset);
  }

  static byte[] bytesOf(int number) {
    byte[] bytes = new byte[Integer.BYTES];
    INTS.set(bytes, 0, number);
    return bytes;
  }
}
