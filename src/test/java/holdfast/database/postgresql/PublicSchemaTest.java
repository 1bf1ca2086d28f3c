package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.database.RunContext;
import holdfast.testing.Leftovers;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import holdfast.testing.RecordingLog;
import holdfast.testing.Runs;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The schema that is in every database already comes back as PostgreSQL's own pg_restore gives it,
 * by the same role, or better: as it was. Beside the target and in place, by roles that are no
 * superusers.
 */
@ParameterizedClass
@CsvSource({"14, keeper", "14, tenant", "15, keeper", "15, tenant"})
class PublicSchemaTest {
  private static final String STATE =
      """
      SELECT nspowner::regrole || ' ' || ARRAY(SELECT a::text FROM unnest(nspacl) a ORDER BY 1)::text
      FROM pg_namespace WHERE nspname = 'public'
      """;

  private final PostgresServer server;
  private final boolean isOwnInNewDatabase;
  private final String login;
  private final PostgresDatabase source;
  private final RecordingLog log = new RecordingLog();

  PublicSchemaTest(int major, String login) {
    this.server = PostgresServers.shared(major);
    this.isOwnInNewDatabase = major >= 15;
    this.login = login;
    this.source = server.createDatabase(login);
  }

  @BeforeEach
  void createRoles() {
    server.execute(
        "postgres",
        "CREATE ROLE app; CREATE ROLE lead; CREATE ROLE guest; GRANT app, lead, guest TO " + login);
  }

  @AfterEach
  void drop() {
    PostgresServers.dropDatabases();
    server.execute("postgres", "DROP ROLE app, lead, guest");
  }

  @ParameterizedTest
  @CsvSource({"LOGIN, app", "app, ", "pg_database_owner, ", "postgres, app"})
  void comesBackWithItsOwnerAndRights(String owner, @Nullable String ownerInTarget)
      throws Exception {
    source.execute(
        """
            ALTER SCHEMA public OWNER TO OWNER;
            CREATE TABLE of_app (); ALTER TABLE of_app OWNER TO app;
            CREATE TABLE of_guest (); ALTER TABLE of_guest OWNER TO guest;
            CREATE TABLE of_owner (); ALTER TABLE of_owner OWNER TO pg_database_owner;
            GRANT ALL ON SCHEMA public TO lead WITH GRANT OPTION;
            SET ROLE lead; GRANT CREATE ON SCHEMA public TO guest
            """
            .replace("TO OWNER", "TO " + owner.replace("LOGIN", login)));
    byte[] dump = PostgresDumps.dump(source);
    PostgresDatabase target = server.createDatabase(login);
    if (ownerInTarget != null) {
      target.execute("ALTER SCHEMA public OWNER TO " + ownerInTarget);
    }
    PostgresDatabase stock = server.createDatabase(login);
    RunContext run = new RunContext(target.connection(), Runs.newTag(), log);

    PostgresDumps.restore(dump, run);
    StockTools.restore(dump, stock);

    String before = state(source);
    String otherwise = state(stock);
    assertThat(state(target))
        .as(
            "the backup's, or what pg_restore makes of it, or another owner with the backup's rights")
        .isIn(
            before,
            otherwise,
            before.replace(owner(before), owner(otherwise)),
            before.replace(owner(before), login));
    boolean isOwn =
        isOwnInNewDatabase || (login.equals(PostgresServer.TENANT) && ownerInTarget != null);
    // Of this one pg_dump says nothing.
    boolean isTold = !owner(before).equals("pg_database_owner");
    assertThat(log.lines().stream().filter(line -> line.contains("that the schema public belongs")))
        .hasSize(isTold && !owner(state(target)).equals(owner(before)) ? 1 : 0)
        .allMatch(
            line ->
                line.contains(
                    isOwn ? "the login cannot act for that role" : "only a superuser may restore"));
    assertThat(Leftovers.afterAWhile(run.tag(), target)).isEmpty();
  }

  /** The first makes the schema, other than one of the whole database. */
  @ParameterizedTest
  @ValueSource(strings = {"--schema=public", "--quote-all-identifiers"})
  void comesBackFromOtherDumps(String option) throws Exception {
    source.executeAsKeeper("CREATE TABLE t AS SELECT 1 AS n");
    byte[] dump = StockTools.dump(source, option);
    PostgresDatabase target = server.createDatabase(login);

    PostgresDumps.restore(dump, new RunContext(target.connection(), Runs.newTag(), log));

    assertThat(target.query("SELECT n FROM t")).containsExactly("1");
    assertThat(state(target)).isEqualTo(state(source));
    assertThat(log.lines())
        .noneMatch(line -> line.contains("left out") || line.contains("rights on"))
        .noneMatch(line -> line.contains("everybody may make"));
  }

  private static String state(PostgresDatabase database) {
    return database.query(STATE).getFirst();
  }

  private static String owner(String state) {
    return state.split(" ", 2)[0];
  }
}
