package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.model.ConnectionUri;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Before version 15 the schema public is not the owner's of the database. */
class LostRights14Test extends LostRightsTest {
  private static final String IS_OPEN = "SELECT has_schema_privilege('reader', 'public', 'CREATE')";

  @Override
  int major() {
    return 14;
  }

  /** Of which pg_dump 15 and newer say nothing: it is how they take any database to be. */
  @ParameterizedTest
  @CsvSource({
    PostgresServer.KEEPER + ", " + PostgresServer.KEEPER + ", t",
    PostgresServer.TENANT + ", " + PostgresServer.TENANT + ", t",
    PostgresServer.KEEPER + ", postgres, f",
  })
  void thatNotEverybodyMayMakeSomethingInPublicIsSaidOrDone(
      String owner, String restorer, String open) throws Exception {
    PostgresDatabase source = server.createDatabase(owner);
    PostgresDatabase target = server.createDatabase(owner);
    source.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
    assertThat(source.query(IS_OPEN)).containsExactly("f");
    ConnectionUri connection =
        restorer.equals(owner) ? target.connection() : target.connection(restorer, "");

    restore(source, connection);

    assertThat(target.query(IS_OPEN)).containsExactly(open);
    assertThat(log.lines().stream().filter(line -> line.contains("everybody may make")))
        .hasSize(open.equals("t") ? 1 : 0);
  }
}
