package holdfast.database.redis;

/** The checksum of RDB files and of what RESTORE takes: CRC-64 of Jones, reflected, from zero. */
final class Crc64 {
  private static final long POLYNOMIAL = 0x95AC9329AC4BC9B5L;
  private static final int LANES = 8;
  private static final long[][] TABLES = tables();

  private long value;

  private static long[][] tables() {
    long[][] tables = new long[LANES][256];
    for (int i = 0; i < 256; i++) {
      long crc = i;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ POLYNOMIAL;
      }
      tables[0][i] = crc;
    }
    for (int i = 0; i < 256; i++) {
      for (int lane = 1; lane < LANES; lane++) {
        long before = tables[lane - 1][i];
        tables[lane][i] = tables[0][(int) (before & 0xff)] ^ (before >>> 8);
      }
    }
    return tables;
  }

  void update(byte[] bytes, int offset, int length) {
    long crc = value;
    int at = offset;
    int end = offset + length;
    for (; end - at >= LANES; at += LANES) {
      crc ^= LittleEndian.get(bytes, at, LANES);
      crc =
          TABLES[7][(int) (crc & 0xff)]
              ^ TABLES[6][(int) (crc >>> 8 & 0xff)]
              ^ TABLES[5][(int) (crc >>> 16 & 0xff)]
              ^ TABLES[4][(int) (crc >>> 24 & 0xff)]
              ^ TABLES[3][(int) (crc >>> 32 & 0xff)]
              ^ TABLES[2][(int) (crc >>> 40 & 0xff)]
              ^ TABLES[1][(int) (crc >>> 48 & 0xff)]
              ^ TABLES[0][(int) (crc >>> 56)];
    }
    for (; at < end; at++) {
      crc = TABLES[0][(int) ((crc ^ bytes[at]) & 0xff)] ^ (crc >>> 8);
    }
    value = crc;
  }

  long value() {
    return value;
  }
}
