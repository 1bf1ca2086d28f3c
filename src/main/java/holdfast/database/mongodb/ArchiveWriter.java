package holdfast.database.mongodb;

import holdfast.database.Crc64;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.ByteBuf;
import org.bson.RawBsonDocument;

/** Writes an archive, one collection after the other. For one thread. */
final class ArchiveWriter {
  private static final byte[] TERMINATOR = LittleEndian.bytesOf(ArchiveFormat.TERMINATOR);

  private final OutputStream out;
  private final Crc64 checksum = Crc64.ofEcma182();
  private boolean hasDocuments;

  ArchiveWriter(OutputStream out) {
    this.out = out;
  }

  /** The beginning: what will come. */
  void contents(String serverVersion, String toolVersion, List<CollectionMetadata> collections)
      throws IOException {
    out.write(LittleEndian.bytesOf(ArchiveFormat.MAGIC));
    out.write(
        ArchiveFormat.encode(
            new BsonDocument("concurrent_collections", new BsonInt32(1))
                .append("version", new BsonString(ArchiveFormat.VERSION))
                .append("server_version", new BsonString(serverVersion))
                .append("tool_version", new BsonString(toolVersion))));
    for (CollectionMetadata collection : collections) {
      out.write(ArchiveFormat.encode(collection.toBson()));
    }
    out.write(TERMINATOR);
  }

  /** The next document of a collection, as the server gave it. */
  void document(CollectionMetadata collection, RawBsonDocument document) throws IOException {
    if (!hasDocuments) {
      out.write(ArchiveFormat.encode(ArchiveFormat.blockHeader(collection, false, 0)));
      hasDocuments = true;
    }
    ByteBuf buffer = document.getByteBuffer();
    byte[] bytes = buffer.array();
    int offset = buffer.asNIO().arrayOffset() + buffer.position();
    checksum.update(bytes, offset, buffer.remaining());
    out.write(bytes, offset, buffer.remaining());
  }

  /** The end of a collection, also of one without documents. */
  void end(CollectionMetadata collection) throws IOException {
    if (hasDocuments) {
      out.write(TERMINATOR);
    }
    out.write(
        ArchiveFormat.encode(ArchiveFormat.blockHeader(collection, true, checksum.getValue())));
    out.write(TERMINATOR);
    checksum.reset();
    hasDocuments = false;
  }
}
