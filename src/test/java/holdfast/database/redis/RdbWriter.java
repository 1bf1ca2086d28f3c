package holdfast.database.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import holdfast.database.Crc64;
import java.io.ByteArrayOutputStream;

/** Writes an RDB by the format's description, with nothing of the driver's but its checksum. */
final class RdbWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  RdbWriter(String header) {
    out.writeBytes(header.getBytes(UTF_8));
  }

  RdbWriter bytes(int... bytes) {
    for (int b : bytes) {
      out.write(b);
    }
    return this;
  }

  /** A text shorter than 64 bytes. */
  RdbWriter text(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    out.write(bytes.length);
    out.writeBytes(bytes);
    return this;
  }

  RdbWriter note(String name, String value) {
    return bytes(250).text(name).text(value);
  }

  RdbWriter database(int number) {
    return bytes(254, number);
  }

  RdbWriter string(String name, String value) {
    return bytes(0).text(name).text(value);
  }

  /** Ends it. */
  byte[] whole() {
    bytes(255);
    Crc64 crc = Crc64.ofJones();
    crc.update(out.toByteArray(), 0, out.size());
    out.writeBytes(LittleEndian.bytes(crc.getValue(), Long.BYTES));
    return out.toByteArray();
  }

  /** Ends it as a server does that takes no checksums. */
  byte[] unchecked() {
    bytes(255, 0, 0, 0, 0, 0, 0, 0, 0);
    return out.toByteArray();
  }
}
