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
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nasty data there and back, read and written by code other than the driver's. */
class MongoFidelityTest {
  @AfterEach
  void dropDatabases() {
    MongoServers.dropDatabases();
  }

  @Test
  void restoresWhatOthersWroteAndDumpsItForOthersToRead() throws Exception {
    TestMongoDatabase database = MongoServers.replicaSet().createDatabase();
    byte[] archive = NastyData.archive();

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
    for (String name : List.of("first", "unseen")) {
      assertThat(options(database, name).toJson())
          .isEqualTo(expected.metadataOf(name).getDocument("options").toJson());
    }

    ArchiveReading ours = ArchiveReading.of(MongoDumps.dump(database.connection()).bytes());
    assertThat(ours.header().getString("server_version").getValue()).isEqualTo("8.0.14");
    expected.documents().keySet().removeAll(List.of("system.js", "$admin.system.users"));
    assertThat(ours.documents()).isEqualTo(expected.documents());
    assertThat(ours.metadataOf("first").getArray("indexes"))
        .isEqualTo(expected.metadataOf("first").getArray("indexes"));
    for (String name : List.of("first", "unseen")) {
      assertThat(ours.metadataOf(name).getDocument("options").toJson())
          .isEqualTo(expected.metadataOf(name).getDocument("options").toJson());
    }
    assertThat(ours.metadataOf("seen").getDocument("options").getString("viewOn").getValue())
        .isEqualTo("unseen");
  }

  @Test
  void bytesThatTheServerAloneUnderstandsPassAsTheyAre() throws Exception {
    TestMongoDatabase database = MongoServers.replicaSet().createDatabase();
    byte[] archive = NastyData.opaqueArchive();
    TestMongoDatabase copy = MongoServers.replicaSet().createDatabase();

    MongoDumps.restore(archive, database.connection());
    byte[] dump = MongoDumps.dump(database.connection()).bytes();
    MongoDumps.restore(dump, copy.connection());

    assertThat(database.opaque("odd")).isEqualTo(NastyData.opaqueDocuments().size());
    assertThat(copy.opaque("odd")).isEqualTo(NastyData.opaqueDocuments().size());
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
                "a",
                NastyData.number(1),
                NastyData.number(2),
                ArchiveBuilder.bson("{_id: 1, x: 'later'}"),
                NastyData.number(3))
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
            .block("v", NastyData.number(1), NastyData.number(2))
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
            .block("a", NastyData.number(1))
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
            .block("a", NastyData.number(1))
            .end("a")
            .block(ofRestore, NastyData.number(1))
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
    IntStream.range(0, 300).forEach(i -> archive.block("c" + i, NastyData.number(i)).end("c" + i));

    MongoDumps.restore(archive.toByteArray(), source.connection());

    assertThat(names(source)).hasSize(300);
    assertThat(source.documents("c17")).hasSize(1);
  }
}
