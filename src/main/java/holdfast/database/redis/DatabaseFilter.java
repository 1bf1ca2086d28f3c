package holdfast.database.redis;

import holdfast.database.Crc64;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.io.ByteArrayOutputStream;

/**
 * Makes of a server's RDB the RDB of one database. Left out are the other databases, what belongs
 * to the server (functions, what modules keep beside keys, its place in the replication) and what
 * restores keep beside the data. For one thread.
 */
final class DatabaseFilter implements RdbListener {
  /** They would make another server believe that it has all that this one has. */
  private static final String REPLICATION_NOTES = "repl-";

  private static final int NEWEST_KNOWN = 12;
  private static final int NEWEST_KNOWN_OF_VALKEY = 80;

  private static final byte[] DATABASE = {(byte) 254};
  private static final byte[] END = {(byte) 255};
  private static final int LENGTH_OF_32_BITS = 0x80;

  private final int database;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 17);
  private final Crc64 crc = Crc64.ofJones();
  private String format = "";
  private boolean isNewer;
  private boolean inDatabase;
  private boolean keeps;
  private boolean announced;
  private long keys;
  private int functionLibraries;

  DatabaseFilter(int database) {
    this.database = database;
  }

  /** What has passed since it was last asked for. */
  byte[] takeBytes() {
    byte[] bytes = out.toByteArray();
    out.reset();
    return bytes;
  }

  long keys() {
    return keys;
  }

  /** Of the format; empty before the header has passed. */
  String format() {
    return format;
  }

  /** Whether there may be in it what we do not know. */
  boolean isNewer() {
    return isNewer;
  }

  /** How many were left out. */
  int functionLibraries() {
    return functionLibraries;
  }

  @Override
  public void header(RdbHeader header) {
    format = header.title();
    isNewer = header.version() > (header.isOfValkey() ? NEWEST_KNOWN_OF_VALKEY : NEWEST_KNOWN);
    write(header.bytes());
  }

  @Override
  public void note(String name, String value, byte[] record) {
    if (!name.startsWith(REPLICATION_NOTES)) {
      write(record);
    }
  }

  @Override
  public void functions() {
    functionLibraries++;
  }

  @Override
  public void database(long number) {
    inDatabase = number == database;
  }

  @Override
  public void key(RdbKey key) throws FailureException {
    keeps = inDatabase && !RunKeys.ofSomeRun(key.name());
    if (!keeps) {
      return;
    }
    refuseModule(key);
    announceDatabase();
    keys++;
    write(key.record());
  }

  private void refuseModule(RdbKey key) throws FailureException {
    if (key.module().isPresent()) {
      throw new FailureException(
          FailureCode.DATABASE_UNSUPPORTED,
          "the database %d holds a value of the module type %s"
              .formatted(database, key.module().get()),
          "Holdfast backs up Redis's own types only; values of modules must be backed up by"
              + " other means.");
    }
  }

  private void announceDatabase() {
    if (!announced) {
      announced = true;
      write(DATABASE);
      write(new byte[] {(byte) LENGTH_OF_32_BITS});
      write(bigEndian(database));
    }
  }

  private static byte[] bigEndian(int number) {
    return new byte[] {
      (byte) (number >>> 24), (byte) (number >>> 16), (byte) (number >>> 8), (byte) number
    };
  }

  @Override
  public void value(byte[] bytes, int offset, int length) {
    if (keeps) {
      write(bytes, offset, length);
    }
  }

  @Override
  public void end() {
    write(END);
    out.writeBytes(LittleEndian.bytes(crc.getValue(), Long.BYTES));
  }

  private void write(byte[] bytes) {
    write(bytes, 0, bytes.length);
  }

  private void write(byte[] bytes, int offset, int length) {
    crc.update(bytes, offset, length);
    out.write(bytes, offset, length);
  }
}
