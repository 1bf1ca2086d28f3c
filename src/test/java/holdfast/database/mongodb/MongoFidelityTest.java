package holdfast.database.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.database.Crc64;
import holdfast.testing.RecordingLog;
import holdfast.testing.mongodb.MongoServers;
import holdfast.testing.mongodb.TestMongoDatabase;
import java.io.IOException;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nasty data there and back, read and written by code other than the driver's. */
class MongoFidelityTest {
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
      [{v: 2, key: {_id: 1}, name: "_id_"},
       {v: 2, unique: true, key: {email: 1}, name: "unique", collation: {locale: "fr", strength: 1}},
       {v: 2, key: {a: {$numberDouble: "1.0"}, b: -1}, name: "compound", partialFilterExpression: {a: {$gt: {$numberLong: "5"}}}},
       {v: 2, key: {at: 1}, name: "ttl", expireAfterSeconds: {$numberLong: "3600"}},
       {v: 2, key: {_fts: "text", _ftsx: 1}, name: "text", weights: {t: 3}, default_language: "german", language_override: "l", textIndexVersion: 3},
       {v: 2, key: {where: "2dsphere"}, name: "where", "2dsphereIndexVersion": 3},
       {v: 2, key: {"$**": 1}, name: "wild", wildcardProjection: {a: 0}},
       {v: 2, key: {h: "hashed"}, name: "hashed", hidden: true, sparse: true}]
      """;

  private static final String OPTIONS =
      """
      {validator: {$jsonSchema: {required: ["_id"]}}, validationAction: "warn",
       collation: {locale: "fr", caseLevel: false, strength: 3},
       changeStreamPreAndPostImages: {enabled: true}}
      """;

  @AfterEach
  void dropDatabases() {
    MongoServers.dropDatabases();
  }

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

  private static byte[] number(int i) {
    return ArchiveBuilder.bson("{_id: %d, x: \"%s\"}".formatted(i, "y".repeat(i % 50)));
  }

  /**
   * As mongodump 100.7 was seen to write it, of several threads at once, so that the collections'
   * blocks alternate: each begins with a block, be it without documents; metadata leave out what is
   * empty; {@code --dumpDbUsersAndRoles} adds collections of another name.
   */
  private static byte[] archive() {
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
            "{\"options\":{\"viewOn\":\"first\",\"pipeline\":[{\"$match\":{\"a\":{\"$numberLong\":\"1\"}}}]},\"indexes\":[]}")
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

  @Test
  void restoresWhatOthersWroteAndDumpsItForOthersToRead() throws Exception {
    TestMongoDatabase database = MongoServers.replicaSet().createDatabase();
    byte[] archive = archive();

    MongoDumps.restore(archive, database.connection());

    ArchiveReading expected = ArchiveReading.of(archive);
    assertThat(names(database))
        .containsExactlyInAnyOrder("first", "nähe 🦊 \\\" q", "old", "none", "seen", "unseen");
    for (String collection : List.of("first", "nähe 🦊 \\\" q", "old", "none")) {
      assertThat(database.documents(collection))
          .as(collection)
          .isEqualTo(expected.documents().get(collection));
    }
    assertThat(indexes(database, "first"))
        .isEqualTo(
            expected.metadataOf("first").getArray("indexes").stream()
                .map(index -> index.asDocument().toJson())
                .toList());
    assertThat(options(database, "first")).isEqualTo(BsonDocument.parse(OPTIONS));
    assertThat(options(database, "unseen"))
        .isEqualTo(expected.metadataOf("unseen").getDocument("options"));

    ArchiveReading ours = ArchiveReading.of(MongoDumps.dump(database.connection()).bytes());
    assertThat(ours.header().getString("server_version").getValue()).isEqualTo("8.0.14");
    expected.documents().keySet().removeAll(List.of("system.js", "$admin.system.users"));
    assertThat(ours.documents()).isEqualTo(expected.documents());
    assertThat(ours.metadataOf("first").getArray("indexes"))
        .isEqualTo(expected.metadataOf("first").getArray("indexes"));
    assertThat(ours.metadataOf("first").getDocument("options"))
        .isEqualTo(BsonDocument.parse(OPTIONS));
    assertThat(ours.metadataOf("seen").getDocument("options").getString("viewOn").getValue())
        .isEqualTo("unseen");
  }

  /**
   * Those that no decoding may change: types that were given up long ago, binaries of all kinds,
   * and documents that a decoder would write anew, as with a name that comes twice.
   */
  @Test
  void bytesThatTheServerAloneUnderstandsPassAsTheyAre() throws Exception {
    TestMongoDatabase database = MongoServers.replicaSet().createDatabase();
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
    byte[][] plain = {ArchiveBuilder.bson(EVERY_TYPE), number(1000), deep(), huge()};
    byte[] archive =
        new ArchiveBuilder()
            .announce("odd", "collection", "")
            .terminator()
            .block("odd", plain)
            .block("odd", opaque.toArray(byte[][]::new))
            .end("odd")
            .toByteArray();
    TestMongoDatabase copy = MongoServers.replicaSet().createDatabase();

    MongoDumps.restore(archive, database.connection());
    byte[] dump = MongoDumps.dump(database.connection()).bytes();
    MongoDumps.restore(dump, copy.connection());

    assertThat(database.opaque("odd")).isEqualTo(opaque.size());
    assertThat(copy.opaque("odd")).isEqualTo(opaque.size());
    List<String> expected = ArchiveReading.of(archive).documents().get("odd");
    assertThat(ArchiveReading.of(dump).documents().get("odd")).isEqualTo(expected);
    byte[] again = MongoDumps.dump(copy.connection()).bytes();
    assertThat(ArchiveReading.of(again).documents().get("odd")).isEqualTo(expected);
  }

  private static List<String> names(TestMongoDatabase database) {
    return database.open().listCollectionNames().into(new ArrayList<>());
  }

  private static List<String> indexes(TestMongoDatabase database, String collection) {
    List<String> indexes = new ArrayList<>();
    database
        .open()
        .getCollection(collection)
        .listIndexes(BsonDocument.class)
        .forEach(index -> indexes.add(index.toJson()));
    return indexes;
  }

  private static BsonDocument options(TestMongoDatabase database, String collection) {
    return database
        .open()
        .listCollections(BsonDocument.class)
        .filter(BsonDocument.parse("{}"))
        .into(new ArrayList<>())
        .stream()
        .filter(it -> it.getString("name").getValue().equals(collection))
        .findFirst()
        .orElseThrow()
        .getDocument("options");
  }

  /** As a dump has it that is not of one moment: deleted and stored again while it was read. */
  @Test
  void ofADocumentThatCameTwiceTheLaterIsRestored() throws Exception {
    TestMongoDatabase database = MongoServers.standalone().createDatabase();
    byte[] archive =
        new ArchiveBuilder()
            .announce("a", "collection", "")
            .terminator()
            .block(
                "a", number(1), number(2), ArchiveBuilder.bson("{_id: 1, x: 'later'}"), number(3))
            .end("a")
            .toByteArray();

    MongoDumps.restore(archive, database.connection());

    assertThat(database.documents("a"))
        .hasSize(3)
        .contains(HexFormat.of().formatHex(ArchiveBuilder.bson("{_id: 1, x: 'later'}")));
  }

  /** As {@code mongodump --viewsAsCollections} writes it: the type of a view, but no definition. */
  @Test
  void aViewThatWasDumpedAsACollectionIsRestoredAsOne() throws Exception {
    TestMongoDatabase database = MongoServers.standalone().createDatabase();
    String metadata = "{\"indexes\":[],\"collectionName\":\"v\",\"type\":\"view\"}";
    byte[] archive =
        new ArchiveBuilder()
            .announce("v", "view", metadata)
            .terminator()
            .block("v", number(1), number(2))
            .end("v")
            .toByteArray();

    MongoDumps.restore(archive, database.connection());

    assertThat(names(database)).containsExactly("v");
    assertThat(database.documents("v")).hasSize(2);
  }

  /** Of an index that a server of long ago made, and that the later ones have kept. */
  @Test
  void anIndexIsBuiltWithoutWhatTheServerNoLongerKnowsAndTheLogTells() throws Exception {
    TestMongoDatabase database = MongoServers.standalone().createDatabase();
    String index = "{\"v\":1,\"key\":{\"a\":1},\"name\":\"a\",\"unique\":true%s}";
    byte[] archive =
        new ArchiveBuilder()
            .announce(
                "a",
                "collection",
                "{\"indexes\":[" + index.formatted(",\"dropDups\":true,\"background\":true") + "]}")
            .terminator()
            .block("a", number(1))
            .end("a")
            .toByteArray();
    RecordingLog log = new RecordingLog();

    MongoDumps.restore(archive, database.connection(), log);

    assertThat(indexes(database, "a")).contains(BsonDocument.parse(index.formatted("")).toJson());
    assertThat(log.lines())
        .anyMatch(line -> line.contains("indexes of a were made without options"))
        .anyMatch(line -> line.contains("'dropDups'"));
  }

  @Test
  void optionsCannotSayWhereACollectionIsMade() throws Exception {
    TestMongoDatabase database = MongoServers.standalone().createDatabase();
    String options = "{\"options\":{\"create\":\"victim\",\"$db\":\"other\"}}";
    String ofRestore = "holdfast_00000000_1_1";
    byte[] archive =
        new ArchiveBuilder()
            .announce("a", "collection", options)
            .announce(ofRestore, "collection", "")
            .terminator()
            .block("a", number(1))
            .end("a")
            .block(ofRestore, number(1))
            .end(ofRestore)
            .toByteArray();

    MongoDumps.restore(archive, database.connection());

    assertThat(names(database)).containsExactly("a");
  }

  @Test
  void checksumsAsTheFormatsDescriptionSays() {
    byte[] digits = "123456789".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    Crc64 crc = Crc64.ofEcma182();
    crc.update(digits);
    assertThat(crc.getValue()).isEqualTo(0x995DC9BBDF1939FAL);
    byte[] many = HexFormat.of().parseHex("00ff10a5".repeat(777));
    crc.reset();
    crc.update(many, 3, many.length - 3);
    assertThat(crc.getValue())
        .isEqualTo(ArchiveBuilder.checksum(0, java.util.Arrays.copyOfRange(many, 3, many.length)));
  }

  @Test
  void restoresHundredsOfCollections() throws IOException {
    TestMongoDatabase source = MongoServers.standalone().createDatabase();
    ArchiveBuilder archive = new ArchiveBuilder();
    IntStream.range(0, 300).forEach(i -> archive.announce("c" + i, "collection", ""));
    archive.terminator();
    IntStream.range(0, 300).forEach(i -> archive.block("c" + i, number(i)).end("c" + i));

    MongoDumps.restore(archive.toByteArray(), source.connection());

    assertThat(names(source)).hasSize(300);
    assertThat(source.documents("c17")).hasSize(1);
  }
}
