package holdfast.database.mongodb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Reads a whole archive as the published description says, and nothing of the driver helps it.
 *
 * @param metadata of each collection, as JSON
 * @param documents of each collection, in hex digits
 */
record ArchiveReading(
    BsonDocument header, Map<String, BsonDocument> metadata, Map<String, List<String>> documents) {

  static ArchiveReading of(byte[] archive) {
    ByteBuffer in = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
    if (in.getInt() != 0x8199e26d) {
      throw new AssertionError("not the magic number");
    }
    ArchiveReading reading =
        new ArchiveReading(
            BsonDocument.parse(header(in).toJson()), new TreeMap<>(), new TreeMap<>());
    for (RawBsonDocument it = next(in); it != null; it = next(in)) {
      String json = it.getString("metadata").getValue();
      reading.metadata.put(
          it.getString("collection").getValue(),
          json.isEmpty() ? new BsonDocument() : BsonDocument.parse(json));
    }
    while (in.hasRemaining()) {
      reading.readBlock(in);
    }
    if (!reading.documents.keySet().equals(reading.metadata.keySet())) {
      throw new AssertionError("announced and ended collections differ");
    }
    return reading;
  }

  private void readBlock(ByteBuffer in) {
    RawBsonDocument block = header(in);
    String collection = block.getString("collection").getValue();
    List<String> all = documents.computeIfAbsent(collection, it -> new ArrayList<>());
    for (RawBsonDocument it = next(in); it != null; it = next(in)) {
      all.add(HexFormat.of().formatHex(bytes(it)));
    }
    if (block.getBoolean("EOF").getValue()) {
      long checksum = 0;
      for (String document : all) {
        checksum = ArchiveBuilder.checksum(checksum, HexFormat.of().parseHex(document));
      }
      if (checksum != block.getInt64("CRC").getValue()) {
        throw new AssertionError("checksum of " + collection);
      }
    }
  }

  private static byte[] bytes(RawBsonDocument document) {
    ByteBuffer buffer = document.getByteBuffer().asNIO();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static RawBsonDocument header(ByteBuffer in) {
    return Objects.requireNonNull(next(in), "a block without a header");
  }

  BsonDocument metadataOf(String collection) {
    return Objects.requireNonNull(metadata.get(collection), collection);
  }

  /** The next document; null at a terminator. */
  private static @Nullable RawBsonDocument next(ByteBuffer in) {
    int length = in.getInt(in.position());
    if (length == -1) {
      in.getInt();
      return null;
    }
    byte[] document = new byte[length];
    in.get(document);
    return new RawBsonDocument(document);
  }
}
