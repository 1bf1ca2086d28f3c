package holdfast.database.mongodb;

import java.nio.ByteBuffer;
import org.bson.BsonBinaryReader;
import org.bson.BsonBinaryWriter;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonSerializationException;
import org.bson.BsonString;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;

/**
 * The format of {@code mongodump --archive}: a magic number; a block with a header and what is
 * known of each collection; blocks with a header that names a collection and some of its documents;
 * after a collection's last one, an empty block whose header has the checksum. All is BSON, and a
 * block ends with a terminator that no document begins with.
 */
final class ArchiveFormat {
  static final int MAGIC = 0x8199e26d;
  static final int TERMINATOR = -1;
  static final String VERSION = "0.1";

  /** What a server stores at most, and the 16 KiB that its own documents may be larger by. */
  static final int LARGEST_DOCUMENT_BYTES = 16 * 1024 * 1024 + 16 * 1024;

  static final int SMALLEST_DOCUMENT_BYTES = 5;

  private static final BsonDocumentCodec CODEC = new BsonDocumentCodec();

  private ArchiveFormat() {}

  /** The header of a block. */
  static BsonDocument blockHeader(CollectionMetadata collection, boolean isEnd, long checksum) {
    return new BsonDocument("db", new BsonString(collection.database()))
        .append("collection", new BsonString(collection.collection()))
        .append("EOF", BsonBoolean.valueOf(isEnd))
        .append("CRC", new BsonInt64(checksum));
  }

  static byte[] encode(BsonDocument document) {
    try (BasicOutputBuffer buffer = new BasicOutputBuffer();
        BsonBinaryWriter writer = new BsonBinaryWriter(buffer)) {
      CODEC.encode(writer, document, EncoderContext.builder().build());
      return buffer.toByteArray();
    }
  }

  static BsonDocument decode(byte[] bytes, int offset, int length) throws MalformedArchive {
    try (BsonBinaryReader reader =
        new BsonBinaryReader(ByteBuffer.wrap(bytes, offset, length).slice())) {
      return CODEC.decode(reader, DecoderContext.builder().build());
    } catch (BsonSerializationException
        | org.bson.BsonInvalidOperationException
        | IllegalArgumentException
        | StackOverflowError e) { // Of documents within documents, which BSON does not bound.
      throw new MalformedArchive("a header is no BSON");
    }
  }
}
