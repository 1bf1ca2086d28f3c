package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.database.Restoration;
import holdfast.database.RunContext;
import holdfast.model.ConnectionUri;
import holdfast.testing.Leftovers;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import holdfast.testing.Runs;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Roles that a restore makes for a database whose letters have other bytes than elsewhere. */
class MadeRolesLettersTest {
  private static final String ZOE =
      "SELECT shobj_description(oid, 'pg_authid') IS NULL FROM pg_roles WHERE rolname = 'zoé'";

  private static final String DROP_ZOE =
      """
      DO $$ BEGIN
        DROP OWNED BY "zoé";
        DROP ROLE "zoé";
      EXCEPTION WHEN undefined_object THEN
      END $$
      """;

  private final PostgresServer server = PostgresServers.shared(15);
  private final PostgresDatabase latin = new PostgresDatabase(server, "latin");
  private final ConnectionUri asMaker = latin.connection("maker", PostgresServer.PASSWORD);
  private final PostgresqlDriver driver = new PostgresqlDriver();

  /** With and without something that names the role and is said of the database itself. */
  @ParameterizedTest
  @ValueSource(strings = {"", "GRANT CONNECT ON DATABASE latin TO \"zoé\""})
  void areFoundGivenUpAndKept(String ofDatabase) throws Exception {
    server.createRole("maker", "CREATEDB CREATEROLE");
    server.execute(
        "postgres",
        "CREATE DATABASE latin TEMPLATE template0 ENCODING LATIN1 LOCALE 'C' OWNER maker");
    try {
      latin.execute("CREATE ROLE \"zoé\"; CREATE TABLE t AS SELECT 1 AS n");
      latin.execute("ALTER TABLE t OWNER TO \"zoé\";" + ofDatabase);
      byte[] dump = PostgresDumps.dump(latin.connection("postgres", ""));
      latin.execute("DROP OWNED BY \"zoé\"; DROP ROLE \"zoé\"");

      RunContext given = Runs.on(asMaker);
      try (Restoration restoration = driver.restore(given)) {
        restoration.write(dump, 0, dump.length);
        assertThat(latin.query(ZOE)).containsExactly("f");
      }
      assertThat(latin.query(ZOE)).isEmpty();
      assertThat(Leftovers.afterAWhile(given.tag(), latin)).isEmpty();

      PostgresDumps.restore(dump, Runs.on(asMaker));
      assertThat(latin.query(ZOE)).containsExactly("t");
      assertThat(latin.query("SELECT tableowner FROM pg_tables WHERE tablename = 't'"))
          .containsExactly("zoé");
      assertThat(latin.query("SELECT has_database_privilege('zoé', 'latin', 'CONNECT')"))
          .containsExactly("t");
    } finally {
      latin.execute(DROP_ZOE);
      server.execute("postgres", "DROP DATABASE latin WITH (FORCE)");
      server.execute("postgres", "DROP ROLE maker");
    }
  }
}
