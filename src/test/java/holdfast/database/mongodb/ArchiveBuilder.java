package holdfast.database.mongodb;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/**
 * Writes archives byte by byte, by the published description of the format and with a checksum of
 * its own, bit by bit: nothing here is shared with the driver.
 */
final class ArchiveBuilder {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Map<String, Long> checksums = new TreeMap<>();

  ArchiveBuilder() {
    bytes("6de29981");
    document(
        """
        {concurrent_collections: 4, version: "0.1", server_version: "6.0.5", tool_version: "100.9.4"}
        """);
  }

  ArchiveBuilder bytes(String hex) {
    out.writeBytes(HexFormat.of().parseHex(hex));
    return this;
  }

  private byte[] document(String json) {
    byte[] bytes = bson(json);
    out.writeBytes(bytes);
    return bytes;
  }

  static byte[] bson(String json) {
    ByteBuffer buffer =
        new RawBsonDocument(BsonDocument.parse(json), new BsonDocumentCodec())
            .getByteBuffer()
            .asNIO();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  ArchiveBuilder announce(String collection, String type, String metadata) {
    return announce("db", collection, type, metadata);
  }

  ArchiveBuilder announce(String database, String collection, String type, String metadata) {
    BsonDocument cm = BsonDocument.parse("{size: 7}");
    cm.append("db", new org.bson.BsonString(database));
    cm.append("collection", new org.bson.BsonString(collection));
    cm.append("metadata", new org.bson.BsonString(metadata));
    cm.append("type", new org.bson.BsonString(type));
    out.writeBytes(bson(cm.toJson()));
    return this;
  }

  ArchiveBuilder terminator() {
    return bytes("ffffffff");
  }

  /** A block with documents of a collection. */
  ArchiveBuilder block(String collection, byte[]... documents) {
    header(collection, false, 0);
    for (byte[] document : documents) {
      out.writeBytes(document);
      checksums.put(collection, checksum(checksums.getOrDefault(collection, 0L), document));
    }
    return terminator();
  }

  ArchiveBuilder end(String collection) {
    return end(collection, checksums.getOrDefault(collection, 0L));
  }

  ArchiveBuilder end(String collection, long checksum) {
    header(collection, true, checksum);
    return terminator();
  }

  private void header(String collection, boolean isEnd, long checksum) {
    byte[] db = string("db", "db");
    byte[] name = string("collection", collection);
    ByteBuffer all =
        ByteBuffer.allocate(4 + db.length + name.length + 6 + 13 + 1)
            .order(ByteOrder.LITTLE_ENDIAN);
    all.putInt(all.capacity()).put(db).put(name);
    all.put((byte) 8).put("EOF\0".getBytes(UTF_8)).put((byte) (isEnd ? 1 : 0));
    all.put((byte) 18).put("CRC\0".getBytes(UTF_8)).putLong(checksum).put((byte) 0);
    out.writeBytes(all.array());
  }

  private static byte[] string(String name, String value) {
    byte[] text = value.getBytes(UTF_8);
    ByteBuffer all =
        ByteBuffer.allocate(1 + name.length() + 1 + 4 + text.length + 1)
            .order(ByteOrder.LITTLE_ENDIAN);
    all.put((byte) 2).put(name.getBytes(UTF_8)).put((byte) 0);
    all.putInt(text.length + 1).put(text).put((byte) 0);
    return all.array();
  }

  /** CRC-64 as XZ has it, continued. */
  static long checksum(long before, byte[] bytes) {
    long crc = ~before;
    for (byte b : bytes) {
      crc ^= b & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 1 ? (crc >>> 1) ^ 0xC96C5795D7870F42L : crc >>> 1;
      }
    }
    return ~crc;
  }

  byte[] toByteArray() {
    return out.toByteArray();
  }
}
