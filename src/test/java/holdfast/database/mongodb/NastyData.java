package holdfast.database.mongodb;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/** Archives of whatever is hard to bring back, not written by the driver. */
final class NastyData {
  /** But for those that were given up long ago and that mongo-java-server does not know. */
  private static final String EVERY_TYPE =
      """
      {_id: {$oid: "5f0000000000000000000001"},
       double: 1.5, nan: {$numberDouble: "NaN"}, inf: {$numberDouble: "Infinity"},
       negative_inf: {$numberDouble: "-Infinity"}, negative_zero: {$numberDouble: "-0.0"},
       decimal: {$numberDecimal: "12345678901234567890.1234567890123"},
       decimal_nan: {$numberDecimal: "NaN"}, decimal_inf: {$numberDecimal: "-Infinity"},
       int: {$numberInt: "-2147483648"}, long: {$numberLong: "9223372036854775807"},
       old: {$date: {$numberLong: "-62135596800000"}}, date: {$date: "2026-11-29T21:00:00.123Z"},
       text: "Zoë 🦊 \\u0000 ' \\" \\\\ \\t", empty: "", "🧾 key": 1, "a.b": 2, "$dollar": 3, "": 4,
       "two words": 5, yes: true, no: false, nothing: null, min: {$minKey: 1}, max: {$maxKey: 1},
       regex: {$regularExpression: {pattern: "^a/b", options: "im"}},
       code: {$code: "f()"},
       time: {$timestamp: {t: 1700000000, i: 7}},
       generic: {$binary: {base64: "AP8Q", subType: "00"}},
       uuid: {$binary: {base64: "AAECAwQFBgcICQoLDA0ODw==", subType: "04"}},
       array: [], nested: [[1, [2, {three: [null]}]]], object: {}}
      """;

  /** What a server lists, which it must be asked for again in the same words. */
  private static final String INDEXES =
      """
      [{v: 2, key: {_id: 1}, name: "_id_", collation: {locale: "fr", caseLevel: false, strength: 3}},
       {v: 2, unique: true, key: {email: 1}, name: "unique", collation: {locale: "fr", strength: 1}},
       {v: 2, key: {a: {$numberDouble: "1.0"}, b: -1}, name: "compound", partialFilterExpression: {a: {$lt: 9, $gt: {$numberLong: "5"}}, Z: 1}},
       {v: 2, key: {at: 1}, name: "ttl", expireAfterSeconds: {$numberLong: "3600"}},
       {v: 2, key: {_fts: "text", _ftsx: 1}, name: "text", weights: {t: 3, a: 1}, default_language: "german", language_override: "l", textIndexVersion: 3},
       {v: 2, key: {where: "2dsphere"}, name: "where", "2dsphereIndexVersion": 3},
       {v: 2, key: {"$**": 1}, name: "wild", wildcardProjection: {z: 0, a: 0}},
       {v: 2, key: {h: "hashed"}, name: "hashed", hidden: true, sparse: true}]
      """;

  private static final String OPTIONS =
      """
      {validator: {$jsonSchema: {required: ["_id"], bsonType: "object"}, Z: {$exists: true}}, validationAction: "warn",
       collation: {locale: "fr", caseLevel: false, strength: 3},
       changeStreamPreAndPostImages: {enabled: true}}
      """;

  private NastyData() {}

  private static byte[] deep() {
    BsonDocument inner = new BsonDocument("bottom", new BsonInt32(1));
    for (int i = 0; i < 95; i++) {
      inner = new BsonDocument("d", inner);
    }
    return ArchiveBuilder.bson(inner.append("_id", new BsonString("deep")).toJson());
  }

  /** As large as documents can be. */
  private static byte[] huge() {
    byte[] filling = new byte[16 * 1024 * 1024 - 100];
    IntStream.range(0, filling.length).forEach(i -> filling[i] = (byte) (i * 31));
    RawBsonDocument document =
        new RawBsonDocument(
            new BsonDocument("_id", new BsonString("huge")).append("b", new BsonBinary(filling)),
            new BsonDocumentCodec());
    byte[] bytes = new byte[document.getByteBuffer().remaining()];
    document.getByteBuffer().get(bytes);
    return bytes;
  }

  static byte[] number(int i) {
    return ArchiveBuilder.bson("{_id: %d, x: \"%s\"}".formatted(i, "y".repeat(i % 50)));
  }

  /**
   * As mongodump 100.7 was seen to write it, of several threads at once, so that the collections'
   * blocks alternate: each begins with a block, be it without documents; metadata leave out what is
   * empty; {@code --dumpDbUsersAndRoles} adds collections of another name.
   */
  static byte[] archive() {
    byte[][] many = IntStream.range(0, 2500).mapToObj(i -> number(i)).toArray(byte[][]::new);
    return new ArchiveBuilder()
        .announce(
            "first", "collection", "{\"options\":" + OPTIONS + ",\"indexes\":" + INDEXES + "}")
        .announce("nähe 🦊 \\\" q", "collection", "{\"indexes\":[]}")
        .announce("old", "", "")
        .announce(
            "none", "collection", "{\"options\":{\"capped\":true,\"size\":4096},\"indexes\":[]}")
        .announce(
            "seen", "view", "{\"options\":{\"viewOn\":\"unseen\",\"pipeline\":[]},\"indexes\":[]}")
        .announce(
            "unseen",
            "view",
            "{\"options\":{\"viewOn\":\"first\",\"pipeline\":[{\"$match\":{\"z\":{\"$numberDouble\":\"1.0\"},\"a\":{\"$numberLong\":\"1\"}}},{\"$sort\":{\"z\":1,\"b\":-1,\"a\":1}}]},\"indexes\":[]}")
        .announce("system.js", "collection", "{\"options\":{},\"indexes\":[]}")
        .announce("$admin.system.users", "", "")
        .terminator()
        .block("$admin.system.users", number(8))
        .end("$admin.system.users")
        .block("first", ArchiveBuilder.bson(EVERY_TYPE))
        .block("nähe 🦊 \\\" q", many)
        .block("seen")
        .end("seen")
        .block("first", huge(), deep())
        .block("old", number(1))
        .block("system.js", number(9))
        .end("first")
        .block("nähe 🦊 \\\" q", number(9999))
        .block("none")
        .end("none")
        .end("unseen")
        .end("old")
        .end("system.js")
        .end("nähe 🦊 \\\" q")
        .toByteArray();
  }

  /**
   * Documents that no decoding may change: with types that were given up long ago, binaries of all
   * kinds, and one that a decoder would write anew, for a name comes twice in it.
   */
  static List<byte[]> opaqueDocuments() {
    List<byte[]> opaque = new ArrayList<>();
    for (String value :
        List.of(
            "{$symbol: 'a symbol'}",
            "{$dbPointer: {'$ref': 'db.c', '$id': {'$oid': '5f0000000000000000000001'}}}",
            "{$undefined: true}",
            "{$code: 'f(x)', $scope: {x: {$symbol: 's'}, y: {$numberLong: '5'}}}",
            "[{deep: [{$undefined: true}]}]")) {
      opaque.add(ArchiveBuilder.bson("{_id: %d, v: %s, z: 1}".formatted(opaque.size(), value)));
    }
    for (int subtype : new int[] {1, 2, 3, 5, 6, 7, 8, 9, 0x7f, 0x80, 0xff}) {
      opaque.add(
          ArchiveBuilder.bson(
              "{_id: %d, v: {$binary: {base64: 'AAECAwQFBgcICQoLDA0ODw==', subType: '%02x'}}}"
                  .formatted(opaque.size(), subtype)));
    }
    opaque.add(HexFormat.of().parseHex("1c0000001061000100000010610002000000105f6964006300000000"));
    return opaque;
  }

  /** With {@link #opaqueDocuments} behind some others, all in the collection {@code odd}. */
  static byte[] opaqueArchive() {
    byte[][] plain = {ArchiveBuilder.bson(EVERY_TYPE), number(1000), deep(), huge()};
    return new ArchiveBuilder()
        .announce("odd", "collection", "")
        .terminator()
        .block("odd", plain)
        .block("odd", opaqueDocuments().toArray(byte[][]::new))
        .end("odd")
        .toByteArray();
  }
}
