package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.database.RunContext;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.testing.Leftovers;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import holdfast.testing.RecordingLog;
import holdfast.testing.Runs;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** Rights and comments that an archive has in the name of somebody else than the owner. */
@ParameterizedClass
@CsvSource({"14, keeper", "14, tenant", "15, keeper", "15, tenant"})
class GivenOnRightsTest {
  private static final String RIGHTS =
      """
      SELECT concat_ws(' ', c.relname, pg_get_userbyid(a.grantor), pg_get_userbyid(a.grantee), a.privilege_type, a.is_grantable)
      FROM pg_class c, aclexplode(c.relacl) a WHERE c.relname = 'shared' AND a.grantee <> c.relowner ORDER BY 1
      """;

  private final PostgresServer server;
  private final String owner;
  private final PostgresDatabase database;
  private final RecordingLog log = new RecordingLog();

  GivenOnRightsTest(int major, String owner) {
    this.server = PostgresServers.shared(major);
    this.owner = owner;
    this.database = server.createDatabase(owner);
  }

  @BeforeEach
  void giveOn() {
    database.execute(
        """
        CREATE ROLE "giv'er ""é";
        CREATE ROLE taker;
        GRANT "giv'er ""é" TO %1$s;
        SET ROLE %1$s;
        CREATE TABLE shared AS SELECT 1 AS n;
        GRANT SELECT ON shared TO "giv'er ""é" WITH GRANT OPTION;
        SET ROLE "giv'er ""é";
        GRANT SELECT ON shared TO taker;
        RESET ROLE;
        GRANT EXECUTE ON FUNCTION pg_catalog.pg_ls_waldir() TO taker;
        """
            .formatted(owner));
    if (owner.equals(PostgresServer.KEEPER)) {
      database.execute("COMMENT ON SCHEMA public IS 'ours'");
    }
  }

  @AfterEach
  void drop() {
    PostgresServers.dropDatabases();
    server.execute("postgres", "DROP ROLE \"giv'er \"\"é\", taker");
  }

  @Test
  void areRestoredByAMember() throws Exception {
    List<String> before = database.query(RIGHTS);
    byte[] dump = PostgresDumps.dump(database);
    database.execute("REVOKE ALL ON shared FROM \"giv'er \"\"é\" CASCADE");

    restore(dump);

    assertThat(database.query(RIGHTS))
        .isEqualTo(before)
        .anyMatch(right -> right.contains("\"é taker SELECT"));
    assertThat(log.lines())
        .anyMatch(line -> line.contains("rights on pg_catalog: FUNCTION pg_ls_waldir("))
        .allMatch(line -> !line.contains("SCHEMA public") || owner.equals(PostgresServer.KEEPER));
  }

  @Test
  void areRefusedEarlyToWhoIsNone() throws Exception {
    byte[] dump = PostgresDumps.dump(database);
    server.execute("postgres", "REVOKE \"giv'er \"\"é\" FROM " + owner);

    Failure failure = catchThrowableOfType(FailureException.class, () -> restore(dump)).failure();

    assertThat(failure.code()).isEqualTo(FailureCode.RESTORE_REQUIREMENTS);
    assertThat(failure.message()).contains("given on as it was by the role giv'er \"é");
    assertThat(failure.hint()).contains("GRANT \"giv'er \"\"é\" TO \"" + owner + "\"");
  }

  /** Whom a superuser gave a publication, for no owner may be given one without that right. */
  @Test
  void publicationsOfRolesThatMayMakeNothingInTheDatabaseComeBack() throws Exception {
    String owners =
        "SELECT pubowner::regrole FROM pg_publication WHERE NOT has_database_privilege(pubowner, current_database(), 'CREATE')";
    database.execute(
        "CREATE PUBLICATION pub FOR TABLE shared; ALTER PUBLICATION pub OWNER TO \"giv'er \"\"é\"");
    byte[] dump = PostgresDumps.dump(database);
    if (!owner.equals(PostgresServer.KEEPER)) {
      database.execute("DROP PUBLICATION pub");
    }

    restore(dump);

    assertThat(database.query(owners)).containsExactly("\"giv'er \"\"é\"");
  }

  private void restore(byte[] dump) throws Exception {
    RunContext run = new RunContext(database.connection(), Runs.newTag(), log);
    try {
      PostgresDumps.restore(dump, run);
    } finally {
      assertThat(Leftovers.afterAWhile(run.tag(), database)).isEmpty();
    }
  }
}
