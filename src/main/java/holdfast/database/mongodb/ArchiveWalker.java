package holdfast.database.mongodb;

import holdfast.database.Crc64;
import holdfast.model.FailureException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/**
 * Walks through an archive while its bytes pass and proves it whole: every collection that its
 * prelude announces comes to an end, with the checksum of the documents that came. Of one database,
 * for that is what a backup is. For one thread.
 */
final class ArchiveWalker implements ArchiveParser.Consumer {
  /** Of what is known of all collections together. */
  private static final long MOST_PRELUDE_BYTES = 256L << 20;

  private final ArchiveParser parser = new ArchiveParser(this);
  private final ArchiveSink sink;
  private final Map<String, CollectionMetadata> announced = new HashMap<>();
  private final List<CollectionMetadata> contents = new ArrayList<>();
  private final Set<String> open = new HashSet<>();
  private final Map<String, Crc64> checksums = new HashMap<>();
  private @Nullable BsonDocument header;
  private @Nullable CollectionMetadata current;
  private boolean hasContents;
  private long preludeBytes;
  private long documents;

  ArchiveWalker(ArchiveSink sink) {
    this.sink = sink;
  }

  /** One that only proves. */
  static ArchiveWalker alone() {
    return new ArchiveWalker(
        new ArchiveSink() {
          @Override
          public void contents(List<CollectionMetadata> collections) {}

          @Override
          public void document(
              CollectionMetadata collection, byte[] bytes, int offset, int length) {}

          @Override
          public void pause() {}

          @Override
          public void end(CollectionMetadata collection) {}
        });
  }

  /** Takes the archive's next bytes. */
  void accept(byte[] bytes, int offset, int length) throws MalformedArchive, FailureException {
    try {
      parser.accept(bytes, offset, length);
    } catch (MalformedArchive e) {
      throw new MalformedArchive(e.why() + ", at byte " + parser.position());
    }
  }

  /** The version of the server that was dumped, once the header has passed. */
  Optional<String> serverVersion() {
    return Optional.ofNullable(header).map(it -> text(it, "server_version"));
  }

  /** The version of the tool that wrote it, once the header has passed. */
  Optional<String> toolVersion() {
    return Optional.ofNullable(header).map(it -> text(it, "tool_version"));
  }

  /** What is known of an archive that has passed, for its manifest. */
  Map<String, String> details() {
    return Map.of(
        "archiveFormat", header == null ? "" : text(header, "version"),
        "collections", Long.toString(contents.stream().filter(it -> !it.isView()).count()),
        "views", Long.toString(contents.stream().filter(CollectionMetadata::isView).count()),
        "documents", Long.toString(documents));
  }

  /** Whether nothing was announced that a restore would bring back. */
  boolean isEmpty() {
    return contents.stream().allMatch(CollectionMetadata::isServers);
  }

  /** Why the archive would not be whole if it ended here; empty if it would. */
  Optional<String> missing() {
    if (!hasContents) {
      return Optional.of("it ends within its list of collections");
    }
    if (!parser.isBetweenBlocks()) {
      return Optional.of("it ends within a block");
    }
    if (!open.isEmpty()) {
      return Optional.of(
          "the end of %d of %d collections is missing".formatted(open.size(), contents.size()));
    }
    return Optional.empty();
  }

  @Override
  public void document(boolean isFirst, byte[] bytes, int offset, int length)
      throws MalformedArchive, FailureException {
    if (!hasContents) {
      preludeBytes += length;
      if (preludeBytes > MOST_PRELUDE_BYTES) {
        throw new MalformedArchive("its list of collections is larger than 256 MiB");
      }
      prelude(isFirst, ArchiveFormat.decode(bytes, offset, length));
    } else if (isFirst) {
      beginBlock(ArchiveFormat.decode(bytes, offset, length));
    } else if (current == null) {
      throw new MalformedArchive("documents of a collection that has ended");
    } else {
      documents++;
      checksum(current).update(bytes, offset, length);
      sink.document(current, bytes, offset, length);
    }
  }

  @Override
  public void terminator() throws FailureException {
    if (!hasContents) {
      hasContents = true;
      sink.contents(List.copyOf(contents));
    } else if (current != null) {
      current = null;
      sink.pause();
    }
  }

  private void prelude(boolean isFirst, BsonDocument document) throws MalformedArchive {
    if (isFirst) {
      header = document;
      if (!text(document, "version").equals(ArchiveFormat.VERSION)) {
        throw new MalformedArchive(
            "its format is of version " + text(document, "version") + ", not 0.1");
      }
      return;
    }
    CollectionMetadata collection = CollectionMetadata.of(document);
    requireRestorable(collection);
    if (announced.put(collection.namespace(), collection) != null) {
      throw new MalformedArchive("it announces " + collection.namespace() + " twice");
    }
    contents.add(collection);
    open.add(collection.namespace());
  }

  private void requireRestorable(CollectionMetadata collection) throws MalformedArchive {
    if (!contents.isEmpty() && !contents.getFirst().database().equals(collection.database())) {
      throw new MalformedArchive(
          "it has more than one database: %s and %s"
              .formatted(contents.getFirst().database(), collection.database()));
    }
    if (collection.isTimeSeries() || collection.options().containsKey("encryptedFields")) {
      throw new MalformedArchive(
          "it has a time-series or encrypted collection, which cannot be restored: "
              + collection.collection());
    }
  }

  private void beginBlock(BsonDocument block) throws MalformedArchive, FailureException {
    String namespace = text(block, "db") + "." + text(block, "collection");
    CollectionMetadata collection = announced.get(namespace);
    if (collection == null || !open.contains(namespace)) {
      throw new MalformedArchive(namespace + " was not announced, or has ended before");
    }
    if (!block.getBoolean("EOF", BsonBoolean.FALSE).getValue()) {
      current = collection;
      return;
    }
    long expected = block.isInt64("CRC") ? block.getInt64("CRC", new BsonInt64(0)).getValue() : 0;
    if (checksum(collection).getValue() != expected) {
      throw new MalformedArchive("the documents of " + namespace + " do not fit their checksum");
    }
    open.remove(namespace);
    checksums.remove(namespace);
    sink.end(collection);
  }

  private Crc64 checksum(CollectionMetadata collection) {
    return checksums.computeIfAbsent(collection.namespace(), namespace -> Crc64.ofEcma182());
  }

  private static String text(BsonDocument document, String field) {
    return document.getString(field, new BsonString("")).getValue();
  }
}
