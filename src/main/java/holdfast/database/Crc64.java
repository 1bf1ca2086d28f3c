package holdfast.database;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.Checksum;

/**
 * Checksums of 64 bits, their bits reflected. Eight bytes at a time, since all of a backup passes
 * through them. For one thread.
 */
public final class Crc64 implements Checksum {
  private static final int SLICES = 8;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long[][] ECMA_182 = tables(0xC96C5795D7870F42L);
  private static final long[][] JONES = tables(0x95AC9329AC4BC9B5L);

  private final long[][] tables;
  private final long ends;
  private long state;

  /**
   * @param ends the bits that it begins with, and that its end is changed by
   */
  private Crc64(long[][] tables, long ends) {
    this.tables = tables;
    this.ends = ends;
    this.state = ends;
  }

  /** By the polynomial of ECMA-182, begun and ended with all ones: that of mongodump's archive. */
  public static Crc64 ofEcma182() {
    return new Crc64(ECMA_182, -1);
  }

  /** By the polynomial of Jones, from zero: that of RDB files and of what RESTORE takes. */
  public static Crc64 ofJones() {
    return new Crc64(JONES, 0);
  }

  private static long[][] tables(long polynomial) {
    long[][] tables = new long[SLICES][256];
    for (int i = 0; i < 256; i++) {
      long value = i;
      for (int bit = 0; bit < 8; bit++) {
        value = (value >>> 1) ^ ((value & 1) == 0 ? 0 : polynomial);
      }
      tables[0][i] = value;
    }
    for (int slice = 1; slice < SLICES; slice++) {
      for (int i = 0; i < 256; i++) {
        long before = tables[slice - 1][i];
        tables[slice][i] = (before >>> 8) ^ tables[0][(int) before & 0xff];
      }
    }
    return tables;
  }

  @Override
  public void update(int b) {
    state = tables[0][((int) state ^ b) & 0xff] ^ (state >>> 8);
  }

  @Override
  public void update(byte[] bytes, int offset, int length) {
    int at = offset;
    int end = offset + length;
    for (; end - at >= SLICES; at += SLICES) {
      long mixed = state ^ (long) LONGS.get(bytes, at);
      state =
          tables[7][(int) mixed & 0xff]
              ^ tables[6][(int) (mixed >>> 8) & 0xff]
              ^ tables[5][(int) (mixed >>> 16) & 0xff]
              ^ tables[4][(int) (mixed >>> 24) & 0xff]
              ^ tables[3][(int) (mixed >>> 32) & 0xff]
              ^ tables[2][(int) (mixed >>> 40) & 0xff]
              ^ tables[1][(int) (mixed >>> 48) & 0xff]
              ^ tables[0][(int) (mixed >>> 56)];
    }
    for (; at < end; at++) {
      update(bytes[at]);
    }
  }

  @Override
  public long getValue() {
    return state ^ ends;
  }

  @Override
  public void reset() {
    state = ends;
  }
}
