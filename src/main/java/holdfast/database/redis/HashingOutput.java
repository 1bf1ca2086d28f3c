package holdfast.database.redis;

import holdfast.database.Crc64;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Lets bytes pass and takes their checksum. For one thread. */
final class HashingOutput extends FilterOutputStream {
  private final Crc64 crc;

  HashingOutput(OutputStream out, Crc64 crc) {
    super(out);
    this.crc = crc;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    crc.update(bytes, offset, length);
    out.write(bytes, offset, length);
  }
}
