package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.database.Dump;
import holdfast.database.DumpFacts;
import holdfast.database.Restoration;
import holdfast.database.RunContext;
import holdfast.model.AddonType;
import holdfast.model.BackupType;
import holdfast.testing.Leftovers;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresSample;
import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import holdfast.testing.Runs;
import holdfast.testing.ShownVersions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** What is different with servers and tools of other major versions than the machine's own. */
abstract class PostgresReleases {
  private static final String COPIER = "copier";

  @TempDir Path folder;

  @AfterEach
  void dropDatabases() {
    PostgresServers.dropDatabases();
  }

  /** In a database whose locale is PostgreSQL's own, which the restored one has, too. */
  final void comesBackWhole(int major, String newer) throws Exception {
    PostgresqlDriver driver = UnpackedTools.driver(major);
    PostgresServer server = PostgresServers.shared(major);
    PostgresDatabase source = server.createDatabase();
    PostgresDatabase target = server.createDatabase();
    server.execute(
        "postgres",
        "DROP DATABASE \"%1$s\"; CREATE DATABASE \"%1$s\" OWNER keeper"
            .formatted(target.name())
            .concat(" TEMPLATE template0 LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'"));
    PostgresSample.fill(source);
    source.executeAsKeeper(PgFidelityTest.sql("values.sql"));
    source.executeAsKeeper(PgFidelityTest.sql("shapes.sql"));
    source.executeAsKeeper(newer);
    byte[] dump = dump(driver, source);

    try (Dump imported = driver.imported(new ByteArrayInputStream(dump))) {
      assertThat(imported.stream().readAllBytes()).isEqualTo(dump);
      assertThat(imported.awaitSuccess().toolVersion()).startsWith("pg_dump " + major + ".");
    }
    restore(driver, dump, target);

    assertThat(target.contents()).hasSizeGreaterThan(30).isEqualTo(source.contents());
    assertThat(
            target.query(
                "SELECT datlocprovider::text || datlocale FROM pg_database WHERE datname = current_database()"))
        .containsExactly("bC.UTF-8");
    ShownVersions.restored(AddonType.POSTGRESQL, BackupType.DUMP, "PostgreSQL " + major);
  }

  /** A snapshot of a server by the tools of another major version, or the same. */
  final void aServerStartsFromWhatIsUnpacked(int major, int tools) throws Exception {
    PostgresServer server = PostgresServers.shared(major);
    PostgresDatabase database = server.createDatabase();
    PostgresSample.fill(database);
    server.createRole(COPIER, "REPLICATION");
    Path tar = folder.resolve("snapshot.tar");
    DumpFacts facts;
    try {
      facts = snapshot(UnpackedTools.driver(tools), database, tar);
      assertThat(facts.serverVersion()).startsWith(major + ".");
      assertThat(facts.toolVersion()).startsWith("pg_basebackup " + tools + ".");
      assertThat(facts.details()).containsKeys("startLsn", "endLsn");
    } finally {
      server.execute("postgres", "DROP ROLE " + COPIER);
    }
    UnpackedSnapshot unpacked = UnpackedSnapshot.of(tar, folder.resolve("data"));
    unpacked.verifyFiles(UnpackedTools.folder(tools));
    if (major == tools) {
      unpacked.verifyLog(UnpackedTools.folder(tools), facts.details());
    }
    try (PostgresServer started = unpacked.start(major)) {
      PostgresDatabase copy = new PostgresDatabase(started, database.name());
      assertThat(copy.contents()).isEqualTo(database.contents());
      assertThat(copy.query("SHOW data_checksums"))
          .isEqualTo(database.query("SHOW data_checksums"));
    }
    ShownVersions.restored(AddonType.POSTGRESQL, BackupType.SNAPSHOT, "PostgreSQL " + major);
  }

  private static DumpFacts snapshot(PostgresqlDriver driver, PostgresDatabase database, Path tar)
      throws IOException {
    RunContext run = Runs.on(database.connection(COPIER, PostgresServer.PASSWORD));
    try (Dump dump = driver.dump(BackupType.SNAPSHOT, run)) {
      Files.copy(dump.stream(), tar);
      return note(BackupType.SNAPSHOT, dump.awaitSuccess());
    }
  }

  private static DumpFacts note(BackupType kind, DumpFacts whole) {
    String server = AddonType.POSTGRESQL.titleOf(whole.serverVersion());
    ShownVersions.backedUp(AddonType.POSTGRESQL, kind, server);
    return whole;
  }

  static byte[] dump(PostgresqlDriver driver, PostgresDatabase database) throws IOException {
    try (Dump dump = driver.dump(BackupType.DUMP, Runs.on(database.connection()))) {
      byte[] bytes = dump.stream().readAllBytes();
      note(BackupType.DUMP, dump.awaitSuccess());
      return bytes;
    }
  }

  static void restore(PostgresqlDriver driver, byte[] dump, PostgresDatabase target)
      throws IOException {
    RunContext run = Runs.on(target.connection());
    try (Restoration restoration = driver.restore(run)) {
      restoration.write(dump, 0, dump.length);
      restoration.commit();
    }
    driver.settle(run.connection(), run.tag());
    assertThat(Leftovers.afterAWhile(run.tag(), target)).isEmpty();
  }

  /** A tool's own file. */
  static byte[] file(int tools, PostgresDatabase database, String... options) throws Exception {
    List<String> command = new java.util.ArrayList<>();
    command.add(UnpackedTools.folder(tools).resolve("pg_dump").toString());
    command.addAll(List.of("--format=custom", "--host=127.0.0.1", "--username=keeper"));
    command.addAll(List.of("--port=" + database.port(), "--dbname=" + database.name()));
    command.addAll(List.of(options));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("PGPASSWORD", PostgresServer.PASSWORD);
    Process process = builder.start();
    byte[] bytes = process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).isZero();
    return bytes;
  }
}
