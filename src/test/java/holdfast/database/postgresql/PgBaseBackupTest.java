package holdfast.database.postgresql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.database.Dump;
import holdfast.database.DumpFacts;
import holdfast.database.RunContext;
import holdfast.model.AddonType;
import holdfast.model.BackupType;
import holdfast.model.ConnectionUri;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.testing.Leftovers;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresSample;
import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import holdfast.testing.RecordingLog;
import holdfast.testing.Runs;
import holdfast.testing.ShownVersions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PgBaseBackupTest {
  private static final String COPIER = "copier";
  private static final Path TOOLS = Path.of("/usr/lib/postgresql/15/bin");

  private final PostgresqlDriver driver = new PostgresqlDriver();
  @TempDir Path folder;

  /** With the statement of docs/databases.md. */
  @BeforeAll
  static void createRole() {
    for (int major : List.of(14, 15)) {
      PostgresServers.shared(major).createRole(COPIER, "REPLICATION");
    }
  }

  @AfterAll
  static void dropRole() {
    for (int major : List.of(14, 15)) {
      PostgresServers.shared(major).execute("postgres", "DROP ROLE " + COPIER);
    }
  }

  @AfterEach
  void dropDatabases() {
    PostgresServers.dropDatabases();
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 15})
  void aServerStartsFromWhatIsUnpacked(int major) throws Exception {
    PostgresDatabase database = PostgresServers.shared(major).createDatabase();
    PostgresSample.fill(database);
    Path tar = folder.resolve("snapshot.tar");
    DumpFacts facts = snapshot(database, tar);
    assertThat(facts.serverVersion()).startsWith(major + ".");
    assertThat(facts.toolVersion()).startsWith("pg_basebackup 15.");
    assertThat(facts.details()).containsEntry("timeline", "1").containsKeys("startLsn", "endLsn");
    ShownVersions.backedUp(AddonType.POSTGRESQL, BackupType.SNAPSHOT, "PostgreSQL " + major);

    UnpackedSnapshot unpacked = UnpackedSnapshot.of(tar, folder.resolve("data"));
    if (major == 15) {
      unpacked.verify(TOOLS);
    } else {
      unpacked.verifyFiles(TOOLS);
    }
    try (PostgresServer started = unpacked.start(major)) {
      assertThat(new PostgresDatabase(started, database.name()).contents())
          .isEqualTo(database.contents());
    }
    ShownVersions.restored(AddonType.POSTGRESQL, BackupType.SNAPSHOT, "PostgreSQL " + major);
  }

  @Test
  void whatIsCutOrFlippedIsNotWhole() throws Exception {
    PostgresDatabase database = PostgresServers.shared(15).createDatabase();
    Path tar = folder.resolve("snapshot.tar");
    snapshot(database, tar);
    byte[] whole = Files.readAllBytes(tar);
    assertThat(missing(database, whole, whole.length)).isEmpty();
    for (int bytes :
        List.of(0, 1, 511, 512, 100_000, whole.length / 2, whole.length - 1024, whole.length - 1)) {
      assertThat(missing(database, whole, bytes)).as("cut after %d", bytes).isNotEmpty();
    }
    // What follows is the log, which has checksums of its own.
    int log = new String(whole, ISO_8859_1).indexOf("pg_wal/0000");
    for (int place = 300; place < log; place += log / 40) {
      byte[] flipped = whole.clone();
      flipped[place] ^= 0x10;
      assertThat(missing(database, flipped, flipped.length))
          .as("flipped at %d", place)
          .isNotEmpty();
    }
  }

  @Test
  void aToolThatLeavesOutTheLogOrAFileIsFoundOut() throws Exception {
    PostgresDatabase database = PostgresServers.shared(15).createDatabase();
    Path tar = folder.resolve("snapshot.tar");
    snapshot(database, tar);
    byte[] whole = Files.readAllBytes(tar);
    for (String left : List.of("pg_wal/0", "base/1/", "PG_VERSION", "backup_manifest")) {
      Path less = Files.write(folder.resolve("less.tar"), without(left, whole));
      Failure failure = failureOf(lyingDriver(less), database);
      assertThat(failure.code()).as(left).isEqualTo(FailureCode.DUMP_INCOMPLETE);
    }
  }

  @Test
  void aDatabaseThatIsALinkToElsewhereIsMissed() throws Exception {
    PostgresDatabase database = PostgresServers.shared(15).createDatabase();
    Path data = Path.of(database.query("SHOW data_directory").getFirst());
    String name = "base/" + oidOf(database);
    Path elsewhere = Files.move(data.resolve(name), data.resolve("elsewhere"));
    Path link = Files.createSymbolicLink(data.resolve(name), elsewhere);
    try {
      Failure failure = failureOf(driver, database);
      assertThat(failure.code()).isEqualTo(FailureCode.DUMP_INCOMPLETE);
      assertThat(failure.message()).contains("it lacks " + name + ",");
    } finally {
      Files.delete(link);
      Files.move(elsewhere, link);
    }
  }

  @Test
  void aDatabaseThatIsDroppedMeanwhileIsNotMissed() throws Exception {
    PostgresServer server = PostgresServers.shared(15);
    PostgresDatabase kept = server.createDatabase();
    PostgresDatabase dropped = server.createDatabase();
    ServerFolders folders;
    try (PgSession session = PgSession.open(PgUri.of(connection(kept)), "holdfast")) {
      folders = ServerFolders.of(session);
    }
    server.execute("postgres", "DROP DATABASE \"%s\"".formatted(dropped.name()));
    for (String folder : List.of("global", "pg_xact", "pg_multixact", "pg_commit_ts")) {
      folders.take(folder + "/");
    }
    for (String oid : kept.query("SELECT oid FROM pg_database")) {
      folders.take("base/" + oid + "/");
    }
    assertThat(folders.missing()).hasValue("it lacks base, pg_twophase, which is no folder there");
    folders.take("base/");
    folders.take("pg_twophase/");
    assertThat(folders.missing()).isEmpty();
  }

  private static String oidOf(PostgresDatabase database) {
    return database
        .query("SELECT oid FROM pg_database WHERE datname = current_database()")
        .getFirst();
  }

  @Test
  void aRoleThatMayNotReplicateIsTold() {
    PostgresDatabase database = PostgresServers.shared(15).createDatabase();
    Failure failure = refusal(database.connection());
    assertThat(failure.code()).isEqualTo(FailureCode.DATABASE_RIGHTS);
    assertThat(failure.hint()).isEqualTo("Run: ALTER ROLE \"keeper\" REPLICATION.");
  }

  @Test
  void aServerThatLetsNobodyReplicateFromHereIsTold() throws Exception {
    PostgresServer server = PostgresServers.shared(15);
    Path rules = Path.of(server.query("postgres", "SHOW hba_file").getFirst());
    String before = Files.readString(rules);
    try {
      Files.writeString(rules, before.replaceAll("(?m)^host replication.*$", ""));
      server.execute("postgres", "SELECT pg_reload_conf()");
      Failure failure = refusal(connection(server.createDatabase()));
      assertThat(failure.code()).isEqualTo(FailureCode.DATABASE_AUTHENTICATION);
      assertThat(failure.hint()).contains("pg_hba.conf").contains("\"copier\" replicate");
    } finally {
      Files.writeString(rules, before);
      server.execute("postgres", "SELECT pg_reload_conf()");
    }
  }

  @Test
  void aServerThatIsCopiedByAsManyAsItCanBeIsTold() throws Exception {
    Path data = Files.createDirectory(folder.resolve("one"));
    try (PostgresServer server = PostgresServers.start(15, data, Map.of("max_wal_senders", "1"))) {
      server.createRole(COPIER, "REPLICATION");
      PostgresDatabase database = server.createDatabase();
      try (PgSession standby =
          PgSession.openForReplication(PgUri.of(connection(database)), "standby")) {
        standby.execute("IDENTIFY_SYSTEM");
        Failure failure = refusal(connection(database));
        assertThat(failure.code()).isEqualTo(FailureCode.DATABASE_UNREACHABLE);
        assertThat(failure.hint()).contains("max_wal_senders").doesNotContain("pg_hba.conf");
      }
      snapshot(database, folder.resolve("snapshot.tar"));
    }
  }

  @Test
  void aServerWithTablespacesOrTooLittleLogIsNotSupported() throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Path data = Files.createDirectory(folder.resolve("minimal"));
    Map<String, String> settings = Map.of("wal_level", "minimal", "max_wal_senders", "0");
    try (PostgresServer server = PostgresServers.start(15, data, settings)) {
      server.createRole(COPIER, "REPLICATION");
      Failure failure = refusal(connection(server.createDatabase()));
      assertThat(failure.code().isNotSupported()).isTrue();
      assertThat(failure.message()).contains("wal_level = minimal");
    }
    PostgresServer server = PostgresServers.shared(15);
    PostgresDatabase database = server.createDatabase();
    server.execute("postgres", "CREATE TABLESPACE \"far away\" LOCATION '" + elsewhere + "'");
    try {
      Failure failure = refusal(connection(database));
      assertThat(failure.code().isNotSupported()).isTrue();
      assertThat(failure.message()).contains("\"far away\"");
    } finally {
      server.execute("postgres", "DROP TABLESPACE \"far away\"");
    }
  }

  /** The log that was there at the beginning would be gone at the end, but for the slot. */
  @Test
  void theLogIsKeptUntilItIsFetched() throws Exception {
    PostgresDatabase database = PostgresServers.shared(15).createDatabase();
    RunContext run = Runs.on(connection(database));
    try (Dump dump = driver.dump(BackupType.SNAPSHOT, run)) {
      assertThat(dump.stream().read()).isNotNegative();
      for (int i = 0; i < 4; i++) {
        database.execute("SELECT pg_switch_wal(); CREATE TABLE IF NOT EXISTS t (i int)");
        database.execute("INSERT INTO t VALUES (1); CHECKPOINT");
      }
      dump.stream().transferTo(OutputStream.nullOutputStream());
      assertThat(dump.awaitSuccess().details()).containsKey("endLsn");
    }
    assertThat(Leftovers.afterAWhile(run.tag(), database)).isEmpty();
    assertThat(database.query("SELECT slot_name FROM pg_replication_slots")).isEmpty();
  }

  @Test
  void closingOneThatRunsLeavesNothing() throws Exception {
    PostgresDatabase database = PostgresServers.shared(15).createDatabase();
    RunContext run = Runs.on(connection(database));
    try (Dump dump = driver.dump(BackupType.SNAPSHOT, run)) {
      assertThat(dump.stream().read()).isNotNegative();
      assertThat(Leftovers.await(() -> !database.leftoversOf(run.tag()).isEmpty())).isTrue();
    }
    assertThat(Leftovers.of(run.tag(), database)).isEmpty();
  }

  @Test
  void theLogSaysWhatItIsOfAndHowLarge() throws Exception {
    PostgresServer server = PostgresServers.shared(15);
    PostgresDatabase database = server.createDatabase();
    int databases = server.query("postgres", "SELECT datname FROM pg_database").size();
    String said =
        "holdfast: taking a snapshot of the server 127.0.0.1:%d with pg_basebackup 15[.][0-9]+: %d databases, about [0-9]{8,} bytes"
            .formatted(server.port(), databases);

    assertThat(beginning(database)).matches(said);
    server.execute("postgres", "REVOKE CONNECT ON DATABASE template1 FROM PUBLIC");
    try {
      assertThat(beginning(database)).matches(said + " without 1 that may not be looked at");
    } finally {
      server.execute("postgres", "GRANT CONNECT ON DATABASE template1 TO PUBLIC");
    }
  }

  private String beginning(PostgresDatabase database) throws FailureException {
    RecordingLog log = new RecordingLog();
    driver
        .dump(BackupType.SNAPSHOT, new RunContext(connection(database), Runs.newTag(), log))
        .close();
    return log.lines().getFirst();
  }

  private DumpFacts snapshot(PostgresDatabase database, Path tar) throws IOException {
    RunContext run = Runs.on(connection(database));
    DumpFacts facts;
    try (Dump dump = driver.dump(BackupType.SNAPSHOT, run)) {
      assertThat(dump.format()).isEqualTo("tar");
      Files.copy(dump.stream(), tar);
      facts = dump.awaitSuccess();
    }
    assertThat(Leftovers.afterAWhile(run.tag(), database)).isEmpty();
    return facts;
  }

  private static ConnectionUri connection(PostgresDatabase database) {
    return database.connection(COPIER, PostgresServer.PASSWORD);
  }

  private Failure refusal(ConnectionUri connection) {
    return catchThrowableOfType(
            FailureException.class,
            () -> driver.dump(BackupType.SNAPSHOT, Runs.on(connection)).close())
        .failure();
  }

  private static Failure failureOf(PostgresqlDriver lying, PostgresDatabase database)
      throws IOException {
    try (Dump dump = lying.dump(BackupType.SNAPSHOT, Runs.on(connection(database)))) {
      dump.stream().transferTo(java.io.OutputStream.nullOutputStream());
      return catchThrowableOfType(FailureException.class, dump::awaitSuccess).failure();
    }
  }

  private PostgresqlDriver lyingDriver(Path tar) throws IOException {
    Path tool = folder.resolve("pg_basebackup");
    Files.writeString(
        tool,
        """
        #!/bin/sh
        case $1 in --version) echo 'pg_basebackup (PostgreSQL) 15.99';; *) cat '%s';; esac
        """
            .formatted(tar));
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));
    return new PostgresqlDriver(new ClientTools(List.of(folder)));
  }

  private static String missing(PostgresDatabase database, byte[] tar, int length)
      throws Exception {
    try (PgSession session = PgSession.open(PgUri.of(connection(database)), "holdfast")) {
      SnapshotWalker walker = new SnapshotWalker(ServerFolders.of(session));
      for (int at = 0; at < length; at += 10_007) {
        walker.accept(tar, at, Math.min(10_007, length - at));
      }
      return walker.missing().orElse("");
    } catch (MalformedArchive e) {
      return "malformed: " + e.getMessage();
    }
  }

  /** The tar without the files whose names begin so. */
  private static byte[] without(String prefix, byte[] tar) {
    ByteArrayOutputStream less = new ByteArrayOutputStream();
    int at = 0;
    while (tar[at] != 0) {
      long size = Long.parseLong(new String(tar, at + 124, 11, ISO_8859_1), 8);
      int end = at + 512 + (int) ((size + 511) / 512 * 512);
      if (!new String(tar, at, 100, ISO_8859_1).startsWith(prefix)) {
        less.write(tar, at, end - at);
      }
      at = end;
    }
    less.write(tar, at, tar.length - at);
    return less.toByteArray();
  }
}
