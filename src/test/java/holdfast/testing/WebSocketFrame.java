package holdfast.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.math.BigInteger;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** A frame as a server sends it, unmasked. */
final class WebSocketFrame {
  private static final int TEXT = 0x1;
  private static final int FIRST_CONTROL = 0x8;
  private static final int CLOSE = 0x8;
  private static final int DEFLATED = 0x40;

  /** What a sender leaves out at the end of a deflated message. */
  private static final byte[] TAIL = {0, 0, -1, -1, 1, 0, 0, -1, -1};

  private final int first;
  private final byte[] payload;
  private final byte[] raw;

  private WebSocketFrame(int first, byte[] payload, byte[] raw) {
    this.first = first;
    this.payload = payload;
    this.raw = raw;
  }

  static WebSocketFrame read(InputStream server) throws IOException {
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    byte[] head = take(server, 2, raw);
    int length = head[1] & 0x7f;
    if (length == 126 || length == 127) {
      length = new BigInteger(1, take(server, length == 126 ? 2 : 8, raw)).intValueExact();
    }
    byte[] payload = take(server, length, raw);
    return new WebSocketFrame(head[0] & 0xff, payload, raw.toByteArray());
  }

  /** All its bytes, for passing it on. */
  byte[] raw() {
    return raw;
  }

  /** Whether it is a ping or a pong, which say nothing. */
  boolean isBeat() {
    return opcode() >= FIRST_CONTROL && opcode() != CLOSE;
  }

  /** The text that it, or as a first one its message, brings; empty when it brings none. */
  String text() throws IOException {
    if (opcode() != TEXT) {
      return "";
    }
    return new String((first & DEFLATED) == 0 ? payload : inflated(), UTF_8);
  }

  private byte[] inflated() throws IOException {
    Inflater headless = new Inflater(true);
    InputStream whole =
        new SequenceInputStream(new ByteArrayInputStream(payload), new ByteArrayInputStream(TAIL));
    try (InputStream text = new InflaterInputStream(whole, headless)) {
      return text.readAllBytes();
    } finally {
      headless.end();
    }
  }

  private int opcode() {
    return first & 0xf;
  }

  private static byte[] take(InputStream from, int count, ByteArrayOutputStream raw)
      throws IOException {
    byte[] taken = from.readNBytes(count);
    if (taken.length < count) {
      throw new EOFException("the server hung up");
    }
    raw.writeBytes(taken);
    return taken;
  }
}
