package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.database.Probe;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PgProbeTest {
  private final PostgresqlDriver driver = new PostgresqlDriver();

  @AfterEach
  void dropDatabases() {
    PostgresServers.dropDatabases();
  }

  @Test
  void seesVersionAndSizeAndHasNothingToWarnOf() throws Exception {
    PostgresDatabase database = PostgresServers.shared(15).createDatabase();
    database.fill();

    Probe probe = driver.probe(database.connection());

    assertThat(probe.version()).matches("15\\.\\d+");
    assertThat(probe.sizeBytes()).isGreaterThan(8_000_000);
    assertThat(probe.warnings()).isEmpty();
  }

  @Test
  void namesTheLimitWhereNoMoreConnectionsAreAllowed() throws Exception {
    PostgresServer server = PostgresServers.shared(15);
    PostgresDatabase database = server.createDatabase();
    server.createRole("lonely", "CONNECTION LIMIT 1");
    PgUri uri = PgUri.of(database.connection("lonely", PostgresServer.PASSWORD));
    try (PgSession only = PgSession.open(uri, "holdfast")) {
      Failure failure =
          catchThrowableOfType(
                  FailureException.class,
                  () -> driver.probe(database.connection("lonely", PostgresServer.PASSWORD)))
              .failure();
      assertThat(only.number("SELECT 1")).isOne();
      assertThat(failure.code()).isEqualTo(FailureCode.DATABASE_UNREACHABLE);
      assertThat(failure.hint()).contains("CONNECTION LIMIT").doesNotContain("firewall");
    } finally {
      server.execute("postgres", "DROP ROLE lonely");
    }
  }

  @Test
  void warnsOfEverythingThatWillNotWork() throws Exception {
    PostgresDatabase database = PostgresServers.shared(18).createDatabase();
    database.execute(
        """
        DROP ROLE IF EXISTS clerk;
        CREATE ROLE clerk LOGIN PASSWORD 'x';
        CREATE TABLE hidden ();
        """);

    Probe probe = driver.probe(database.connection("clerk", "x"));

    assertThat(probe.version()).startsWith("18.");
    assertThat(probe.warnings())
        .satisfiesExactlyInAnyOrder(
            tool -> assertThat(tool).contains("version 18 is needed", "postgresql-client-18"),
            read -> assertThat(read).contains("the role clerk may not read public.hidden"),
            create -> assertThat(create).contains("ALTER ROLE \"clerk\" CREATEDB"),
            own -> assertThat(own).contains("OWNER TO \"clerk\""))
        .allSatisfy(warning -> assertThat(warning).endsWith("."));
  }
}
