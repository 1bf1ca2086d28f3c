package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.database.RunContext;
import holdfast.model.ConnectionUri;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServer;
import holdfast.testing.Runs;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  /** Nor does it say that not everybody may: such files are imported. */
  @ParameterizedTest
  @ValueSource(strings = {"--no-acl", "--table=t"})
  void anArchiveWithoutRightsOrWithoutTheSchemaClosesNothing(String option) throws Exception {
    PostgresDatabase source = server.createDatabase();
    source.executeAsKeeper("CREATE TABLE t (); GRANT SELECT ON t TO reader");
    byte[] dump = StockTools.dump(source, option);
    for (String restorer : new String[] {"postgres", PostgresServer.KEEPER}) {
      PostgresDatabase target = server.createDatabase();
      ConnectionUri connection = target.connection(restorer, PostgresServer.PASSWORD);

      PostgresDumps.restore(dump, new RunContext(connection, Runs.newTag(), log));

      assertThat(target.query(IS_OPEN)).containsExactly("t");
    }
    assertThat(log.lines()).noneMatch(line -> line.contains("everybody may make"));
  }
}
