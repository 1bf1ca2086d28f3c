package holdfast.database.mongodb;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.model.FailureException;
import holdfast.testing.mongodb.Definitions;
import holdfast.testing.mongodb.MongoServers;
import holdfast.testing.mongodb.StockMongoTools;
import holdfast.testing.mongodb.StockMongoTools.Outcome;
import holdfast.testing.mongodb.TestMongo;
import holdfast.testing.mongodb.TestMongoDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** MongoDB's own tools read what Holdfast writes, and write what it reads. */
class StockMongoToolsTest {
  /** Each of which is cut off once. */
  private static final int LAST_BYTES = 8;

  /** What is in the databases. */
  enum Nasty {
    DATA,
    OPAQUE_DATA;

    byte[] archive() {
      return switch (this) {
        case DATA -> NastyData.archive();
        case OPAQUE_DATA -> NastyData.opaqueArchive();
      };
    }

    TestMongoDatabase restored() throws IOException {
      TestMongoDatabase database = MongoServers.replicaSet().createDatabase();
      MongoDumps.restore(archive(), database.connection());
      return database;
    }
  }

  @TempDir Path folder;

  @AfterEach
  void dropDatabases() {
    MongoServers.dropDatabases();
  }

  @ParameterizedTest
  @EnumSource
  void mongorestoreReadsABackup(Nasty nasty) throws Exception {
    TestMongoDatabase source = nasty.restored();
    TestMongoDatabase target = MongoServers.anotherReplicaSet().expectDatabase(source.name());
    byte[] backup = MongoDumps.dump(source.connection()).bytes();

    Outcome outcome = tools(target, TestMongo.KEEPER).restore(backup);

    assertThat(outcome.status()).as(outcome.messages()).isZero();
    assertThat(Definitions.of(target)).isEqualTo(Definitions.of(source));
    assertThat(documents(target)).isEqualTo(documents(nasty.archive()));
  }

  /** But for the order of fields within options, which mongodump 100.7 loses. */
  @ParameterizedTest
  @EnumSource
  void whatMongodumpWritesIsRestored(Nasty nasty) throws Exception {
    TestMongoDatabase source = nasty.restored();
    TestMongoDatabase target = MongoServers.anotherReplicaSet().createDatabase();

    Outcome outcome = tools(source, TestMongo.READER).dump("--db=" + source.name());
    assertThat(outcome.status()).as(outcome.messages()).isZero();
    MongoDumps.restore(Files.readAllBytes(outcome.output()), target.connection());

    assertThat(Definitions.withOptionsInAnyOrder(target))
        .isEqualTo(Definitions.withOptionsInAnyOrder(source));
    assertThat(documents(target)).isEqualTo(documents(nasty.archive()));
  }

  /** By a few bytes, and by more. */
  @Test
  void whatWasCutIsRefusedByBoth() throws Exception {
    TestMongoDatabase source = small();
    byte[] backup = MongoDumps.dump(source.connection()).bytes();

    for (int lost = 1; lost <= backup.length; lost += lost < LAST_BYTES ? 1 : 83) {
      assertRefused(source.name(), Arrays.copyOf(backup, backup.length - lost));
    }
    assertThat(restored(source.name(), backup).status()).isZero();
  }

  @Test
  void whatWasDamagedIsRefusedByBoth() throws Exception {
    TestMongoDatabase source = small();
    byte[] backup = MongoDumps.dump(source.connection()).bytes();
    int at = new String(backup, ISO_8859_1).indexOf("whole");

    backup[at] ^= 1;

    assertRefused(source.name(), backup);
  }

  private static TestMongoDatabase small() {
    TestMongoDatabase source = MongoServers.replicaSet().createDatabase();
    for (String name : List.of("a", "b")) {
      source.open().getCollection(name).insertOne(Document.parse("{_id: 1, is: 'whole'}"));
    }
    return source;
  }

  private void assertRefused(String name, byte[] backup) throws Exception {
    Outcome outcome = restored(name, backup);
    assertThat(outcome.status()).as(outcome.messages()).isNotZero();

    TestMongoDatabase target = MongoServers.anotherReplicaSet().createDatabase();
    Object before = target.contents();
    assertThatThrownBy(() -> MongoDumps.restore(backup, target.connection()))
        .as("%d bytes", backup.length)
        .isInstanceOf(FailureException.class);
    assertThat(target.contents()).isEqualTo(before);
  }

  /** By mongorestore, where there was nothing. */
  private Outcome restored(String name, byte[] backup) throws Exception {
    TestMongoDatabase target = MongoServers.anotherReplicaSet().expectDatabase(name);
    target.open().drop();
    return tools(target, TestMongo.KEEPER).restore(backup);
  }

  private StockMongoTools tools(TestMongoDatabase database, String user) {
    return new StockMongoTools(database.server(), user, folder);
  }

  private static Map<String, String> documents(TestMongoDatabase database) throws IOException {
    return documents(MongoDumps.dump(database.connection()).bytes());
  }

  /** Of each collection that is the database's own, what an independent reader finds. */
  private static Map<String, String> documents(byte[] archive) {
    Map<String, List<String>> documents = ArchiveReading.of(archive).documents();
    Map<String, String> found = new TreeMap<>();
    documents.forEach(
        (name, all) -> found.put(name, all.size() + " documents with the hash " + all.hashCode()));
    found.keySet().removeIf(name -> name.contains("system."));
    return found;
  }
}
