package holdfast.testing.mongodb;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BSONException;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/**
 * Keeps, byte by byte, the documents that mongo-java-server cannot: those with types that it does
 * not know, and those that are other bytes once they were decoded. They come behind all others of
 * their collection. Thread-safe.
 */
final class GateAside {
  private static final Set<BsonType> UNKNOWN =
      Set.of(
          BsonType.SYMBOL, BsonType.DB_POINTER, BsonType.UNDEFINED, BsonType.JAVASCRIPT_WITH_SCOPE);

  private static final Set<Byte> KNOWN_BINARIES = Set.of((byte) 0, (byte) 4);

  private final Map<String, List<RawBsonDocument>> kept = new HashMap<>();

  /** Keeps those that have to be kept here; answers the others. */
  synchronized List<RawBsonDocument> keep(String namespace, List<RawBsonDocument> documents) {
    List<RawBsonDocument> others = new ArrayList<>();
    for (RawBsonDocument document : documents) {
      (isKnown(document) ? others : kept.computeIfAbsent(namespace, it -> new ArrayList<>()))
          .add(document);
    }
    return others;
  }

  synchronized List<RawBsonDocument> of(String namespace) {
    return List.copyOf(kept.getOrDefault(namespace, List.of()));
  }

  synchronized void rename(String from, String to) {
    List<RawBsonDocument> moved = kept.remove(from);
    kept.remove(to);
    if (moved != null) {
      kept.put(to, moved);
    }
  }

  synchronized void drop(String namespace) {
    kept.remove(namespace);
  }

  synchronized void dropDatabase(String database) {
    kept.keySet().removeIf(namespace -> namespace.startsWith(database + "."));
  }

  private static boolean isKnown(RawBsonDocument document) {
    try {
      BsonDocument decoded = document.decode(new BsonDocumentCodec());
      return isKnown((BsonValue) decoded)
          && Arrays.equals(
              bytes(document), bytes(new RawBsonDocument(decoded, new BsonDocumentCodec())));
    } catch (BSONException | IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isKnown(BsonValue value) {
    return switch (value) {
      case BsonDocument document -> document.values().stream().allMatch(GateAside::isKnown);
      case BsonArray array -> array.stream().allMatch(GateAside::isKnown);
      case BsonBinary binary -> KNOWN_BINARIES.contains(binary.getType());
      default -> !UNKNOWN.contains(value.getBsonType());
    };
  }

  private static byte[] bytes(RawBsonDocument document) {
    byte[] bytes = new byte[document.getByteBuffer().remaining()];
    document.getByteBuffer().get(bytes);
    return bytes;
  }
}
