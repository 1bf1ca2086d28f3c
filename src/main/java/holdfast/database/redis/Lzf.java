package holdfast.database.redis;

/** Unpacks what Redis packs its longer texts with: pieces as they are, and references back. */
final class Lzf {
  private static final int FIRST_REFERENCE = 1 << 5;
  private static final int LONG_REFERENCE = 7;
  private static final int SHORTEST_REFERENCE = 2;

  private Lzf() {}

  /**
   * @param size of what comes out
   */
  static byte[] unpack(byte[] packed, int size) throws MalformedRdb {
    byte[] out = new byte[size];
    try {
      int at = 0;
      int end = 0;
      while (at < packed.length) {
        int control = packed[at++] & 0xff;
        if (control < FIRST_REFERENCE) {
          System.arraycopy(packed, at, out, end, control + 1);
          at += control + 1;
          end += control + 1;
          continue;
        }
        int length = control >> 5;
        if (length == LONG_REFERENCE) {
          length += packed[at++] & 0xff;
        }
        int from = end - ((control & 0x1f) << 8) - (packed[at++] & 0xff) - 1;
        for (int i = 0; i < length + SHORTEST_REFERENCE; i++) {
          out[end++] = out[from++]; // Byte by byte: a reference may reach into what it makes.
        }
      }
      if (end == size) {
        return out;
      }
    } catch (IndexOutOfBoundsException e) {
      throw new MalformedRdb("a packed text is garbled");
    }
    throw new MalformedRdb("a packed text is shorter than it says");
  }
}
