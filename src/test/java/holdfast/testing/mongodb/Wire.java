package holdfast.testing.mongodb;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/** A message of the wire protocol: OP_MSG, and OP_QUERY with which clients say hello. */
final class Wire {
  private static final int HEADER_BYTES = 16;
  private static final int OP_REPLY = 1;
  private static final int OP_QUERY = 2004;
  private static final int OP_MSG = 2013;

  private final byte[] bytes;

  private Wire(byte[] bytes) {
    this.bytes = bytes;
  }

  /** All of it, to be sent. */
  byte[] bytes() {
    return bytes;
  }

  static Wire read(DataInputStream in) throws IOException {
    byte[] length = in.readNBytes(Integer.BYTES);
    if (length.length < Integer.BYTES) {
      throw new IOException("the connection has ended");
    }
    int total = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getInt();
    ByteBuffer all = ByteBuffer.allocate(total).order(ByteOrder.LITTLE_ENDIAN);
    all.put(length);
    in.readFully(all.array(), Integer.BYTES, total - Integer.BYTES);
    return new Wire(all.array());
  }

  private ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The command, without the documents that come in a sequence of their own. */
  RawBsonDocument body() {
    if (isQuery()) {
      int at = HEADER_BYTES + Integer.BYTES;
      while (bytes[at] != 0) {
        at++;
      }
      return document(at + 1 + 2 * Integer.BYTES);
    }
    int at = HEADER_BYTES + Integer.BYTES;
    while (bytes[at] != 0) {
      at += 1 + buffer().getInt(at + 1);
    }
    return document(at + 1);
  }

  /** The documents that come in a sequence of their own. */
  List<RawBsonDocument> sequence() {
    List<RawBsonDocument> documents = new ArrayList<>();
    for (int at = HEADER_BYTES + Integer.BYTES; at < bytes.length; ) {
      int end = at + 1 + buffer().getInt(at + 1);
      if (bytes[at] == 1) {
        int next = at + 1 + Integer.BYTES;
        while (bytes[next] != 0) {
          next++;
        }
        for (next++; next < end; next += buffer().getInt(next)) {
          documents.add(document(next));
        }
      }
      at = end;
    }
    return documents;
  }

  private RawBsonDocument document(int at) {
    return new RawBsonDocument(bytes, at, buffer().getInt(at));
  }

  private boolean isQuery() {
    return buffer().getInt(12) == OP_QUERY;
  }

  /** The answer to this message. */
  Wire answer(BsonDocument answer) {
    RawBsonDocument raw = new RawBsonDocument(answer, new BsonDocumentCodec());
    ByteBuffer document = raw.getByteBuffer().asNIO();
    int extra = isQuery() ? 20 : 5;
    ByteBuffer all =
        ByteBuffer.allocate(HEADER_BYTES + extra + document.remaining())
            .order(ByteOrder.LITTLE_ENDIAN);
    all.putInt(all.capacity()).putInt(0).putInt(buffer().getInt(4));
    all.putInt(isQuery() ? OP_REPLY : OP_MSG);
    if (isQuery()) {
      all.putInt(8).putLong(0).putInt(0).putInt(1);
    } else {
      all.putInt(0).put((byte) 0);
    }
    all.put(document);
    return new Wire(all.array());
  }

  /** A message with a command. */
  static Wire command(BsonDocument command) {
    ByteBuffer document =
        new RawBsonDocument(command, new BsonDocumentCodec()).getByteBuffer().asNIO();
    ByteBuffer all =
        ByteBuffer.allocate(HEADER_BYTES + 5 + document.remaining()).order(ByteOrder.LITTLE_ENDIAN);
    all.putInt(all.capacity()).putInt(1).putInt(0).putInt(OP_MSG).putInt(0).put((byte) 0);
    all.put(document);
    return new Wire(all.array());
  }
}
