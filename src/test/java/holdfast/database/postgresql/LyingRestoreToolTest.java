package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.database.Restoration;
import holdfast.database.RunContext;
import holdfast.database.tool.PrivateFolders;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.testing.Leftovers;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import holdfast.testing.Runs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A pg_restore that says all is well: beside the target, and in place where its owner must. */
class LyingRestoreToolTest {
  private final PostgresServer server = PostgresServers.shared(15);

  @TempDir private Path folder;

  @AfterEach
  void dropDatabases() {
    PostgresServers.dropDatabases();
  }

  @ParameterizedTest
  @CsvSource({
    "keeper, true",
    "keeper, PG_RESTORE --section=pre-data \"$@\"",
    "keeper, PG_RESTORE --section=pre-data --section=data \"$@\"",
    "keeper, PG_RESTORE --schema-only \"$@\"",
    "tenant, true",
    "tenant, PG_RESTORE --section=pre-data \"$@\"",
    "tenant, PG_RESTORE --section=pre-data --section=data \"$@\"",
    "tenant, PG_RESTORE --schema-only \"$@\""
  })
  void thatRestoresNothingOrHalf(String owner, String does) throws Exception {
    PostgresDatabase database = server.createDatabase(owner);
    database.fill();
    byte[] dump = PostgresDumps.dump(database);
    database.change();

    assertIsNotBelieved(does, dump, database);
  }

  @ParameterizedTest
  @ValueSource(strings = {"keeper", "tenant"})
  void thatFailed(String owner) throws Exception {
    PostgresDatabase database = server.createDatabase(owner);
    database.execute(
        """
        SET ROLE %s;
        CREATE TABLE z_last AS SELECT 1 AS n;
        CREATE FUNCTION has_last() RETURNS boolean LANGUAGE sql AS 'SELECT EXISTS (SELECT FROM public.z_last)';
        CREATE TABLE a_first (n int CHECK (has_last()));
        INSERT INTO a_first VALUES (1);
        """
            .formatted(owner));

    assertIsNotBelieved("PG_RESTORE \"$@\"", PostgresDumps.dump(database), database);
  }

  private void assertIsNotBelieved(String does, byte[] dump, PostgresDatabase database)
      throws Exception {
    Object before = database.contents();
    RunContext run = Runs.on(database.connection());
    PostgresqlDriver driver = new PostgresqlDriver(new ClientTools(List.of(lyingTool(does))));

    try (Restoration restoration = driver.restore(run)) {
      restoration.write(dump, 0, dump.length);
      Failure failure = catchThrowableOfType(FailureException.class, restoration::commit).failure();

      assertThat(failure.code()).isEqualTo(FailureCode.RESTORE_FAILED);
      assertThat(failure.message()).contains("pg_restore ended well, but did not do");
    }
    assertThat(driver.tookEffect(run.connection(), run.tag())).isFalse();
    assertThat(database.contents()).isEqualTo(before);
    assertThat(Leftovers.afterAWhile(run.tag(), database)).isEmpty();
  }

  /** Does something with what it reads, then reads the rest and is content. */
  private Path lyingTool(String does) throws Exception {
    Path tool = folder.resolve("pg_restore");
    Files.writeString(
        tool,
        """
        #!/bin/sh
        case $1 in --version) echo 'pg_restore (PostgreSQL) 15.99'; exit;; esac
        %s
        cat >/dev/null
        """
            .formatted(does.replace("PG_RESTORE", honestTool().toString())));
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));
    return folder;
  }

  private static Path honestTool() throws Exception {
    return ClientTools.ofThisMachine(PrivateFolders.ofThisMachine())
        .restorer(new ArchiveHeader(14, false, "", ""), new PgServer("15.0", 15, "UTF8"))
        .path();
  }
}
