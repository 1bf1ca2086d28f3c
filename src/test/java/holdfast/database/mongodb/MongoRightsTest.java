package holdfast.database.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.database.DatabaseDriver;
import holdfast.database.Probe;
import holdfast.database.Restoration;
import holdfast.model.ConnectionUri;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.FoundDatabase;
import holdfast.testing.Runs;
import holdfast.testing.UntrustedTlsServer;
import holdfast.testing.mongodb.MongoServers;
import holdfast.testing.mongodb.TestMongo;
import holdfast.testing.mongodb.TestMongoDatabase;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users need, what servers must be, and what is said where something lacks. */
class MongoRightsTest {
  private static final DatabaseDriver DRIVER = MongoDumps.DRIVER;

  @AfterEach
  void dropDatabases() {
    MongoServers.dropDatabases();
  }

  private static TestMongoDatabase filled() {
    TestMongoDatabase database = MongoServers.replicaSet().createDatabase();
    database.fill();
    return database;
  }

  private static ConnectionUri as(String user, TestMongoDatabase database) {
    return database.connection(user, TestMongo.PASSWORD);
  }

  @Test
  void aReaderCanBackUp() throws Exception {
    TestMongoDatabase database = filled();
    Probe probe = DRIVER.probe(as(TestMongo.READER, database));
    assertThat(probe.version()).isEqualTo("8.0.14");
    assertThat(probe.sizeBytes()).isPositive();
    assertThat(probe.isEmpty()).isFalse();
    assertThat(probe.warnings()).isEmpty();
    byte[] dump = MongoDumps.dump(as(TestMongo.READER, database)).bytes();
    MongoDumps.restore(dump, as(TestMongo.KEEPER, database));
  }

  @Test
  void aDatabaseWithoutDocumentsIsEmpty() throws Exception {
    TestMongoDatabase database = MongoServers.replicaSet().createDatabase();
    assertThat(DRIVER.probe(database.connection()).isEmpty()).isTrue();
  }

  @Test
  void namesTheRolesThatLack() throws Exception {
    TestMongoDatabase database = filled();
    byte[] dump = MongoDumps.dump(database.connection()).bytes();
    Object before = database.contents();
    List<FailureException> failures =
        List.of(
            catchThrowableOfType(
                FailureException.class, () -> MongoDumps.dump(as(TestMongo.NOBODY, database))),
            catchThrowableOfType(
                FailureException.class,
                () -> MongoDumps.restore(dump, as(TestMongo.READER, database))),
            catchThrowableOfType(
                FailureException.class,
                () -> MongoDumps.restore(dump, as(TestMongo.WRITER, database))));
    for (FailureException e : failures) {
      assertThat(e.failure().code()).isEqualTo(FailureCode.DATABASE_RIGHTS);
      assertThat(e.failure().message()).contains("not authorized").doesNotContain("s3cr");
      assertThat(e.failure().hint()).contains("read ", "readWrite and dbAdmin");
    }
    assertThat(database.contents()).isEqualTo(before);
    assertThat(database.open().listCollectionNames()).noneMatch(RestoreNames::isOfRestore);
  }

  @Test
  void whoHasTheDocumentedRolesForAllDatabasesBacksUpAndRestoresEach() throws Exception {
    assertThat(TestMongo.rolesForAll()).hasSize(3);
    TestMongoDatabase one = filled();
    TestMongoDatabase other = filled();
    ConnectionUri all = as(TestMongo.EVERYWHERE, one);
    DRIVER.requireAllVisible(all);
    assertThat(DRIVER.databases(all))
        .extracting(FoundDatabase::name)
        .contains(one.name(), other.name());
    for (TestMongoDatabase each : List.of(one, other)) {
      ConnectionUri connection = DRIVER.naming(all, each.name());
      Object before = each.contents();
      byte[] dump = MongoDumps.dump(connection).bytes();
      each.change();
      MongoDumps.restore(dump, connection);
      assertThat(each.contents()).isEqualTo(before);
    }
  }

  @Test
  void namesTheRoleForAllDatabasesThatLacks() throws Exception {
    TestMongoDatabase database = filled();
    ConnectionUri less = as("less", database);
    byte[] dump = MongoDumps.dump(database.connection()).bytes();
    for (String role : List.of("readWriteAnyDatabase", "dbAdminAnyDatabase")) {
      Set<String> others = new HashSet<>(TestMongo.rolesForAll());
      assertThat(others.remove(role)).isTrue();
      database.server().makeUser("less", others);
      MongoDumps.dump(less);
      FailureException e =
          catchThrowableOfType(FailureException.class, () -> MongoDumps.restore(dump, less));
      assertThat(e.failure().code()).as(role).isEqualTo(FailureCode.DATABASE_RIGHTS);
      assertThat(e.failure().hint()).as(role).contains(role.replace("AnyDatabase", ""));
    }
    database.server().makeUser("less", Set.of("read", "readWrite", "dbAdmin"));
    FailureException e =
        catchThrowableOfType(FailureException.class, () -> DRIVER.requireAllVisible(less));
    assertThat(e.failure().code()).isEqualTo(FailureCode.DATABASE_RIGHTS);
    assertThat(e.failure().hint()).contains("readAnyDatabase");
  }

  @Test
  void whatCannotBeRenamedIsNotSupported() throws Exception {
    TestMongoDatabase database = filled();
    byte[] dump = MongoDumps.dump(database.connection()).bytes();
    database
        .open()
        .runCommand(BsonDocument.parse("{create: 'heat', timeseries: {timeField: 'at'}}"));
    assertThat(DRIVER.probe(database.connection()).warnings())
        .singleElement()
        .asString()
        .contains("heat");
    requireUnsupported(
        catchThrowableOfType(FailureException.class, () -> MongoDumps.dump(database.connection())),
        "heat");
    requireUnsupported(
        catchThrowableOfType(
            FailureException.class, () -> MongoDumps.restore(dump, database.connection())),
        "heat");
  }

  @Test
  void shardedAndOldServersAreNotSupported() {
    TestMongo server = TestMongo.start("");
    TestMongoDatabase database = server.createDatabase();
    server.sayVersion("4.2.9");
    requireUnsupported(
        catchThrowableOfType(FailureException.class, () -> DRIVER.probe(database.connection())),
        "4.2.9");
    server.sayVersion("8.0.1");
    server.sayRouter();
    requireUnsupported(
        catchThrowableOfType(FailureException.class, () -> MongoDumps.dump(database.connection())),
        "sharded");
  }

  private static void requireUnsupported(FailureException e, String words) {
    assertThat(e.failure().code()).isEqualTo(FailureCode.DATABASE_UNSUPPORTED);
    assertThat(e.failure().message()).contains(words);
  }

  @Test
  void aViewThatTheServerRefusesEndsTheRestoreBeforeAnythingChanges() throws Exception {
    TestMongoDatabase database = filled();
    Object before = database.contents();
    byte[] archive =
        new ArchiveBuilder()
            .announce(
                "v", "view", "{\"options\":{\"viewOn\":\"x\",\"pipeline\":[{\"$noSuchStage\":1}]}}")
            .terminator()
            .end("v")
            .toByteArray();
    FailureException e =
        catchThrowableOfType(
            FailureException.class, () -> MongoDumps.restore(archive, database.connection()));
    assertThat(e.failure().code()).isEqualTo(FailureCode.RESTORE_FAILED);
    assertThat(e.failure().message()).contains("Unrecognized pipeline stage");
    assertThat(database.contents()).isEqualTo(before);
  }

  @Test
  void aCertificateThatNobodyVouchesForIsRefused(@TempDir Path folder) throws Exception {
    try (UntrustedTlsServer server = UntrustedTlsServer.start(folder)) {
      String uri = server.endpoint().replace("https://", "mongodb://u:s3cret@") + "/d?tls=true";
      FailureException e =
          catchThrowableOfType(FailureException.class, () -> DRIVER.probe(new ConnectionUri(uri)));
      assertThat(e.failure().code()).isEqualTo(FailureCode.DATABASE_UNREACHABLE);
      assertThat(e.failure().message()).contains("certif").doesNotContain("s3cret");
    }
  }

  /** The library's own log too, which tells of each client's settings. */
  @Test
  void noPasswordIsWrittenToTheLog() throws Exception {
    PrintStream console = System.out;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    ch.qos.logback.classic.Logger logger =
        (ch.qos.logback.classic.Logger) org.slf4j.LoggerFactory.getLogger("org.mongodb.driver");
    ch.qos.logback.core.read.ListAppender<ch.qos.logback.classic.spi.ILoggingEvent> log =
        new ch.qos.logback.core.read.ListAppender<>();
    log.start();
    logger.setLevel(ch.qos.logback.classic.Level.INFO);
    logger.addAppender(log);
    System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
    try {
      TestMongoDatabase database = filled();
      MongoDumps.restore(MongoDumps.dump(database.connection()).bytes(), database.connection());
      try (Restoration restoration = DRIVER.restore(Runs.on(database.connection()))) {
        assertThat(restoration).isNotNull();
      }
    } finally {
      System.setOut(console);
      logger.detachAppender(log);
      logger.setLevel(ch.qos.logback.classic.Level.WARN);
    }
    String all = written.toString(StandardCharsets.UTF_8) + log.list;
    assertThat(log.list).isNotEmpty();
    assertThat(all).doesNotContain(TestMongo.PASSWORD).doesNotContain("s3cr");
  }
}
