package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.database.RunContext;
import holdfast.model.ConnectionUri;
import holdfast.model.FailureException;
import holdfast.testing.CuttingProxy;
import holdfast.testing.Leftovers;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import holdfast.testing.Runs;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A connection that is cut while a restore makes roles, uses them, keeps them or drops them. */
@Tag("long")
class CutRolesTest {
  private static final int STEP_BYTES = 700;

  private final PostgresServer server = PostgresServers.shared(15);
  private final PostgresDatabase database = server.createDatabase();
  private final PostgresqlDriver driver = new PostgresqlDriver();

  @AfterEach
  void dropDatabases() {
    PostgresServers.dropDatabases();
    server.execute(
        "postgres", "DROP ROLE IF EXISTS ghost; DROP ROLE IF EXISTS named; DROP ROLE maker");
  }

  @Test
  void theRolesAreThereWhereTheRestoreTookEffectAndNowhereElse() throws Exception {
    server.createRole("maker", "CREATEDB CREATEROLE");
    server.execute(
        "postgres", "ALTER DATABASE %s OWNER TO maker".formatted(Sql.name(database.name())));
    byte[] archive =
        new ArchiveWriter(14)
            .header()
            .entries(2)
            .entry(1, false, "TABLE", "t", "CREATE TABLE public.t ();", "ghost")
            // Nothing depends on who has no right.
            .entry(2, false, "ACL", "TABLE t", "REVOKE ALL ON TABLE public.t FROM named;", "ghost")
            .bytes();
    List<Boolean> outcomes = new ArrayList<>();
    for (long bytes = STEP_BYTES; !outcomes.contains(true); bytes += STEP_BYTES) {
      outcomes.add(tookEffectWhenCutAfter(bytes, archive));
    }
    assertThat(outcomes).hasSizeGreaterThan(10);
  }

  private boolean tookEffectWhenCutAfter(long bytes, byte[] archive) throws Exception {
    RunContext run;
    boolean failed;
    try (CuttingProxy proxy = new CuttingProxy(server.port(), bytes)) {
      String through =
          database
              .connection("maker", PostgresServer.PASSWORD)
              .secret()
              .reveal()
              .replace(":" + server.port() + "/", ":" + proxy.port() + "/");
      run = Runs.on(new ConnectionUri(through));
      failed =
          catchThrowableOfType(FailureException.class, () -> PostgresDumps.restore(archive, run))
              != null;
    }
    ConnectionUri direct = database.connection("maker", PostgresServer.PASSWORD);
    boolean tookEffect = !failed || driver.tookEffect(direct, run.tag());
    driver.settle(direct, run.tag());

    assertThat(Leftovers.afterAWhile(run.tag(), database)).isEmpty();
    assertThat(
            server.query("postgres", "SELECT 1 FROM pg_roles WHERE rolname IN ('ghost', 'named')"))
        .as("after %d bytes", bytes)
        .hasSize(tookEffect ? 2 : 0);
    assertThat(database.query("SELECT 1 FROM pg_class WHERE relname = 't'"))
        .hasSize(tookEffect ? 1 : 0);
    return tookEffect;
  }
}
