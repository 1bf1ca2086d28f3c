package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.database.Restoration;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.testing.Leftovers;
import holdfast.testing.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sessions that are in the way of a restore. */
class EvictionTest extends BesideFixture {
  /** Its worker is shown among the sessions, and is no role's. */
  @Test
  void replacesADatabaseThatAutovacuumIsIn() throws Exception {
    database.fill();
    byte[] dump = PostgresDumps.dump(database);
    database.execute(
        """
        CREATE TABLE worn (id int) WITH (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0,
          autovacuum_vacuum_cost_delay = 100, autovacuum_vacuum_cost_limit = 1);
        INSERT INTO worn SELECT generate_series(1, 100000);
        DELETE FROM worn
        """);
    server.execute("postgres", "ALTER SYSTEM SET autovacuum_naptime = 1");
    server.execute("postgres", "SELECT pg_reload_conf()");
    try {
      awaitAutovacuum(database.name());
      try (Restoration restoration = driver.restore(run)) {
        restoration.write(dump, 0, dump.length);
        restoration.commit();
      }
      awaitAutovacuum(run.tag().sessionName() + "_old");

      driver.settle(database.connection(), run.tag());
    } finally {
      server.execute("postgres", "ALTER SYSTEM RESET autovacuum_naptime");
      server.execute("postgres", "SELECT pg_reload_conf()");
    }

    assertThat(Leftovers.of(run.tag(), database)).isEmpty();
  }

  private void awaitAutovacuum(String name) {
    String sql =
        """
        SELECT pid FROM pg_stat_activity
        WHERE backend_type = 'autovacuum worker' AND datname = '%s'
        """
            .formatted(name);
    assertThat(Leftovers.await(() -> !server.query("postgres", sql).isEmpty())).as(name).isTrue();
  }

  @Test
  void endsTheSessionsInTheTargetEvenWhenTheyComeBackAtOnce() throws Exception {
    database.fill();
    byte[] dump = PostgresDumps.dump(database);
    try (Guests guests = new Guests(database, 4)) {
      assertThat(guests.comeInAgain()).isTrue();
      PostgresDumps.restore(dump, run);
      assertThat(guests.refusals()).isPositive();
      assertThat(guests.comeInAgain()).isTrue();
    }
    assertThat(Leftovers.of(run.tag(), database)).isEmpty();
  }

  /** A superuser's nobody but a superuser may end, whatever was granted. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "postgres | only a superuser may end",
        "tenant | GRANT pg_signal_backend TO \"keeper\"",
      })
  void failsUnchangedWhenASessionCannotBeEnded(String role, String hint) throws Exception {
    database.fill();
    byte[] dump = PostgresDumps.dump(database);
    database.change();
    Object before = database.contents();
    try (Connection guest =
        DriverManager.getConnection(
            "jdbc:postgresql://127.0.0.1:%d/%s"
                .formatted(database.port(), database.name().replace(" ", "%20")),
            role,
            PostgresServer.PASSWORD)) {
      assertThat(guest.isValid(1)).isTrue();

      Failure failure = failure(() -> PostgresDumps.restore(dump, run));

      assertThat(failure.code()).isEqualTo(FailureCode.RESTORE_FAILED);
      assertThat(failure.message())
          .contains("sessions of %s, which the role keeper may not end".formatted(role));
      assertThat(failure.hint()).contains(hint);
      assertThat(failure.hint().contains("pg_signal_backend")).isEqualTo(role.equals("tenant"));
      assertThat(guest.isValid(1)).isTrue();
    }
    assertThat(database.contents()).isEqualTo(before);
    assertThat(Leftovers.of(run.tag(), database)).isEmpty();
  }
}
