package holdfast.database.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import holdfast.database.Dump;
import holdfast.database.RunContext;
import holdfast.model.BackupType;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.testing.Background;
import holdfast.testing.RecordingLog;
import holdfast.testing.Runs;
import holdfast.testing.SampleDatabase;
import holdfast.testing.mongodb.MongoServers;
import holdfast.testing.mongodb.TestMongo;
import holdfast.testing.mongodb.TestMongoDatabase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which moment a dump shows. */
class MongoConsistencyTest {
  private static final int COLLECTIONS = 8;

  @AfterEach
  void dropDatabases() {
    MongoServers.dropDatabases();
  }

  /**
   * The writer stores n in the last collection first: one that has n, but the next has not, is
   * newer.
   */
  @Test
  void aDumpOfAReplicaSetIsOneMoment() throws Exception {
    TestMongoDatabase source = MongoServers.replicaSet().createDatabase();
    TestMongoDatabase target = MongoServers.replicaSet().createDatabase();
    AtomicInteger written = new AtomicInteger();
    AtomicBoolean stopped = new AtomicBoolean();
    writeOnce(source.open(), written);
    CompletableFuture<Void> writer = Background.run(() -> write(source.open(), written, stopped));
    try {
      for (int round = 0; round < 5; round++) {
        int before = written.get();
        MongoDumps.Result dump = MongoDumps.dump(source.connection());
        MongoDumps.restore(dump.bytes(), target.connection());

        assertThat(dump.facts().details())
            .containsEntry("consistency", "snapshot")
            .hasEntrySatisfying("clusterTime", time -> assertThat(time).matches("1700000000:\\d+"));
        int stored = requireWhole(target.open());
        assertThat(stored).isGreaterThanOrEqualTo(before);
      }
    } finally {
      stopped.set(true);
      writer.join();
    }
    assertThat(written.get()).as("the writer wrote meanwhile").isGreaterThan(20);
  }

  private static void write(MongoDatabase database, AtomicInteger written, AtomicBoolean stopped) {
    while (!stopped.get()) {
      writeOnce(database, written);
    }
  }

  private static void writeOnce(MongoDatabase database, AtomicInteger written) {
    for (int i = COLLECTIONS - 1; i >= 0; i--) {
      collection(database, i).insertOne(new BsonDocument("_id", new BsonInt32(written.get())));
    }
    written.incrementAndGet();
  }

  /** How many are in the first collection; each later one has those, and at most one more. */
  private static int requireWhole(MongoDatabase database) {
    int first = (int) collection(database, 0).countDocuments();
    int last = first;
    for (int i = 1; i < COLLECTIONS; i++) {
      int count = (int) collection(database, i).countDocuments();
      assertThat(count).as("collection %d", i).isBetween(last, first + 1);
      last = count;
    }
    return first;
  }

  private static MongoCollection<BsonDocument> collection(MongoDatabase database, int number) {
    return database.getCollection("c" + number, BsonDocument.class);
  }

  @Test
  void allReadsAreAtTheTimeOfTheFirstOne() throws Exception {
    TestMongoDatabase source = MongoServers.replicaSet().createDatabase();
    source.fill();
    MongoDumps.dump(source.connection());

    List<BsonDocument> reads = MongoServers.replicaSet().commands("find");
    assertThat(reads).hasSize(4);
    Set<BsonTimestamp> times = new HashSet<>();
    List<BsonValue> sessions = new ArrayList<>();
    for (BsonDocument read : reads) {
      BsonDocument concern = read.getDocument("readConcern");
      assertThat(concern.getString("level").getValue()).isEqualTo("snapshot");
      sessions.add(read.get("lsid"));
      if (concern.containsKey("atClusterTime")) {
        times.add(concern.getTimestamp("atClusterTime"));
      }
    }
    assertThat(reads.getFirst().getDocument("readConcern").containsKey("atClusterTime")).isFalse();
    assertThat(
            reads.stream().filter(it -> it.getDocument("readConcern").containsKey("atClusterTime")))
        .hasSize(3);
    assertThat(times).hasSize(1);
    assertThat(new HashSet<>(sessions)).hasSize(1);
  }

  @Test
  void anIndexThatIsMadeMeanwhileFailsTheDump() throws Exception {
    TestMongoDatabase source = MongoServers.replicaSet().createDatabase();
    for (int i = 0; i < 20; i++) {
      collection(source.open(), i)
          .insertOne(new BsonDocument("x", new org.bson.BsonBinary(new byte[400_000])));
    }
    try (Dump dump = MongoDumps.DRIVER.dump(BackupType.DUMP, Runs.on(source.connection()))) {
      assertThat(dump.stream().readNBytes(1_000_000)).hasSize(1_000_000);
      collection(source.open(), 0).createIndex(new BsonDocument("y", new BsonInt32(1)));
      dump.stream().readAllBytes();
      FailureException e = catchThrowableOfType(FailureException.class, dump::awaitSuccess);
      assertThat(e.failure().code()).isEqualTo(FailureCode.DUMP_FAILED);
      assertThat(e.failure().message()).contains("c0");
    }
  }

  @Test
  void aServerThatForgotTheMomentFailsTheDump() throws Exception {
    TestMongoDatabase source = MongoServers.replicaSet().createDatabase();
    for (int i = 0; i < 60; i++) {
      byte[] filling = new byte[400_000];
      collection(source.open(), i)
          .insertOne(new BsonDocument("x", new org.bson.BsonBinary(filling)));
    }
    try (Dump dump = MongoDumps.DRIVER.dump(BackupType.DUMP, Runs.on(source.connection()))) {
      assertThat(dump.stream().readNBytes(1_000_000)).hasSize(1_000_000);
      MongoServers.replicaSet().forgetSnapshots();
      dump.stream().readAllBytes();
      FailureException e = catchThrowableOfType(FailureException.class, dump::awaitSuccess);
      assertThat(e.failure().code()).isEqualTo(FailureCode.DUMP_FAILED);
      assertThat(e.failure().hint()).contains("minSnapshotHistoryWindowInSeconds");
    }
  }

  @Test
  void aDumpOfAStandaloneServerSaysThatItIsNotOfOneMoment() throws Exception {
    TestMongoDatabase source = MongoServers.standalone().createDatabase();
    MongoDumps.Result dump = MongoDumps.dump(source.connection());
    assertThat(dump.facts().details())
        .containsEntry("consistency", "none")
        .doesNotContainKey("clusterTime");
    assertThat(MongoDumps.DRIVER.probe(source.connection()).warnings())
        .singleElement()
        .asString()
        .contains("not be of one moment");
    TestMongoDatabase better = MongoServers.replicaSet().createDatabase();
    assertThat(MongoDumps.DRIVER.probe(better.connection()).warnings()).isEmpty();
  }

  @Test
  void cappedCollectionsAreReadAsideWhereTheServerHasNoSnapshotsOfThem() throws Exception {
    TestMongo server = TestMongo.start("rs0");
    server.sayVersion("7.0.14");
    TestMongoDatabase source = server.createDatabase();
    source.fill();
    MongoDumps.Result dump = MongoDumps.dump(source.connection());
    assertThat(dump.facts().details())
        .containsEntry("consistency", "snapshot")
        .hasEntrySatisfying("notOfThatMoment", names -> assertThat(names).startsWith("Order"));
    assertThat(dump.facts().details()).containsEntry("documents", "3200");
    assertThat(MongoDumps.DRIVER.probe(source.connection()).warnings())
        .singleElement()
        .asString()
        .contains("Order")
        .endsWith(".");
  }

  @Test
  void storedScriptsAreSaidToBeMissing() throws Exception {
    TestMongoDatabase source = MongoServers.replicaSet().createDatabase();
    source.open().createCollection("system.js");
    RecordingLog log = new RecordingLog();
    RunContext run = new RunContext(source.connection(), Runs.newTag(), log);
    try (Dump dump = MongoDumps.DRIVER.dump(BackupType.DUMP, run)) {
      dump.stream().readAllBytes();
      dump.awaitSuccess();
    }
    assertThat(log.lines()).anyMatch(line -> line.contains("system.js"));
    assertThat(MongoDumps.DRIVER.probe(source.connection()).warnings())
        .singleElement()
        .asString()
        .contains("system.js");
  }

  @Test
  void collectionsThatChangeMeanwhileFailTheDump() throws Exception {
    List<String> changes =
        List.of(
            "{drop: 'happy'}",
            "{create: 'newer'}",
            "{drop: 'empty one'}",
            "{create: 'empty one'}",
            "{create: 'happy', viewOn: 'customer', pipeline: []}");
    TestMongoDatabase source = MongoServers.replicaSet().createDatabase();
    source.fill();
    for (String change : changes) {
      try (Dump dump = dumpDuringWhich(change, source)) {
        dump.stream().readAllBytes();
        FailureException e = catchThrowableOfType(FailureException.class, dump::awaitSuccess);
        assertThat(e.failure().code()).as(change).isEqualTo(FailureCode.DUMP_FAILED);
      }
    }
  }

  /** Changed when the collections are known and nothing has been read. */
  private static Dump dumpDuringWhich(String change, TestMongoDatabase source) throws IOException {
    try (SampleDatabase.Blockade blockade = source.block()) {
      assertThat(blockade).isNotNull();
      Dump dump = MongoDumps.DRIVER.dump(BackupType.DUMP, Runs.on(source.connection()));
      source.open().runCommand(BsonDocument.parse(change));
      return dump;
    }
  }
}
