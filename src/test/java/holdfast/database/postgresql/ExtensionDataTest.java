package holdfast.database.postgresql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.database.Dump;
import holdfast.database.Restoration;
import holdfast.database.RunContext;
import holdfast.model.BackupType;
import holdfast.model.FailureException;
import holdfast.testing.Leftovers;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import holdfast.testing.RecordingLog;
import holdfast.testing.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Extensions with tables whose rows users may add to, and which backups hold then, as PostGIS has
 * them: pg_dump names them also where there is no such row.
 */
class ExtensionDataTest {
  private static final String EXTENSION = "gis_of_" + ProcessHandle.current().pid();

  private static final String SCRIPT =
      """
      CREATE TABLE spatial_ref_sys (srid int PRIMARY KEY, srtext text, "more, of (it)" int[], tag char(8),
        double int GENERATED ALWAYS AS (srid * 2) STORED, n int GENERATED ALWAYS AS IDENTITY);
      INSERT INTO spatial_ref_sys VALUES (4326, 'WGS 84');
      GRANT SELECT ON spatial_ref_sys TO PUBLIC;
      CREATE SEQUENCE layer;
      SELECT pg_extension_config_dump('spatial_ref_sys', 'WHERE srid > 100000');
      SELECT pg_extension_config_dump('layer', '');
      """;

  /** What its maker may not even name. */
  private static final String HIDDEN =
      """
      CREATE SCHEMA hidden;
      CREATE TABLE hidden.topology (id int);
      CREATE SEQUENCE hidden.ids;
      SELECT pg_extension_config_dump('hidden.topology', '');
      SELECT pg_extension_config_dump('hidden.ids', '');
      """;

  private static final String RIGHTS = "GRANT USAGE ON SEQUENCE layer TO pg_monitor";

  private static final String LOST_RIGHTS =
      "pg_restore: pg_restore: WARNING:  permission denied for sequence layer (creating ACL \"public.SEQUENCE layer\")";

  private static final String ROWS = "SELECT srid FROM spatial_ref_sys ORDER BY 1";

  private final PostgresServer server = PostgresServers.shared(major());
  private final RecordingLog log = new RecordingLog();

  /** Of the server. */
  int major() {
    return 15;
  }

  PostgresqlDriver driver() {
    return new PostgresqlDriver();
  }

  @BeforeEach
  void install() throws IOException {
    install("");
  }

  private void install(String property) throws IOException {
    Files.writeString(file(".control"), "default_version = '1.0'\n" + property, UTF_8);
    Files.writeString(file("--1.0.sql"), SCRIPT, UTF_8);
  }

  private Path file(String suffix) {
    String share =
        server
            .query("postgres", "SELECT setting FROM pg_config WHERE name = 'SHAREDIR'")
            .getFirst();
    return Path.of(share, "extension", EXTENSION + suffix);
  }

  @AfterEach
  void drop() throws IOException {
    PostgresServers.dropDatabases();
    Files.delete(file(".control"));
    Files.delete(file("--1.0.sql"));
  }

  /** Also for a role that could make a database, but not the extension in it. */
  @ParameterizedTest
  @ValueSource(strings = {PostgresServer.KEEPER, PostgresServer.TENANT})
  void isNoHindranceInPlaceWhereItHasNoRows(String owner) throws Exception {
    PostgresDatabase database = withExtension(owner);
    database.execute(RIGHTS);

    restore(dump(database), database);

    assertThat(database.query("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'holdfast%'"))
        .isEmpty();
    assertThat(
            log.lines().stream().filter(line -> line.contains("since only a superuser may create")))
        .hasSize(owner.equals(PostgresServer.KEEPER) ? 1 : 0)
        .allMatch(
            line -> line.contains(" in place, in one transaction, ") && line.contains(EXTENSION));
    assertThat(log.lines()).contains(LOST_RIGHTS).anyMatch(line -> line.contains("on 1 object "));

    assertThat(database.query(ROWS)).containsExactly("4326");
    assertThat(database.query("SELECT n FROM t")).containsExactly("1");
  }

  /** Whose tables are a superuser's, whoever makes it. */
  @ParameterizedTest
  @ValueSource(strings = {PostgresServer.KEEPER, PostgresServer.TENANT})
  void isNoHindranceWhereATrustedOneIsMadeAgain(String owner) throws Exception {
    install("trusted = true");
    Files.writeString(file("--1.0.sql"), HIDDEN, UTF_8, StandardOpenOption.APPEND);
    PostgresDatabase source = withExtension(owner);
    source.execute(RIGHTS);
    PostgresDatabase target = server.createDatabase(owner);

    restore(dump(source), target);

    assertThat(target.query(ROWS)).containsExactly("4326");
    assertThat(target.query("SELECT n FROM t")).containsExactly("1");
    assertThat(log.lines())
        .contains(LOST_RIGHTS)
        .contains(
            "pg_restore: pg_restore: WARNING:  permission denied for sequence layer (executing SEQUENCE SET layer)");
  }

  @ParameterizedTest
  @ValueSource(strings = {PostgresServer.KEEPER, PostgresServer.TENANT})
  void rowsThatCannotBeRestoredFailTheRestore(String owner) throws Exception {
    install("trusted = true");
    PostgresDatabase source = withExtension(owner);
    source.execute("INSERT INTO spatial_ref_sys VALUES (100001, E'ours\\tand theirs')");
    PostgresDatabase target = server.createDatabase(owner);
    target.executeAsKeeper("CREATE TABLE old ()");
    byte[] dump = dump(source);

    FailureException e = catchThrowableOfType(FailureException.class, () -> restore(dump, target));

    assertThat(e.failure().message())
        .contains("spatial_ref_sys", "restore as a superuser: rows in a table of an extension")
        .doesNotContain("ours");

    assertThat(target.query("SELECT 'old'::regclass")).containsExactly("old");

    target.execute("DROP TABLE old");
    restore(dump, target, "postgres");
    assertThat(target.query(ROWS)).containsExactly("4326", "100001");
  }

  /** As in a file of {@code pg_dump --data-only}: they are no extension's. */
  @ParameterizedTest
  @ValueSource(strings = {PostgresServer.KEEPER, PostgresServer.TENANT})
  void dataOfTablesThatNothingMakesFailsTheRestore(String owner) {
    PostgresDatabase target = server.createDatabase(owner);
    target.executeAsKeeper("CREATE TABLE t AS SELECT 1 AS n; CREATE SEQUENCE s");

    for (byte[] archive :
        List.of(
            dataOnly(true, "TABLE DATA", "t", "COPY public.t (n) FROM stdin;\n")
                .data(1, "\\.\n\n\n")
                .bytes(),
            dataOnly(false, "SEQUENCE SET", "s", "SELECT pg_catalog.setval('public.s', 1);\n")
                .bytes())) {
      FailureException e =
          catchThrowableOfType(FailureException.class, () -> restore(archive, target));

      assertThat(e.failure().message()).contains("does not exist");
      assertThat(target.query("SELECT n FROM t")).containsExactly("1");
    }
  }

  private static ArchiveWriter dataOnly(boolean hasData, String kind, String tag, String sql) {
    return new ArchiveWriter(14).header().entries(1).entry(1, hasData, kind, tag, sql, "");
  }

  /** As pg_partman is, whoever made it where it was backed up. */
  @ParameterizedTest
  @CsvSource({"keeper, postgres", "keeper, keeper", "tenant, postgres", "tenant, tenant"})
  void rowsAreRestoredWhereTheRoleMakesTheExtension(String owner, String maker) throws Exception {
    install("superuser = false");
    PostgresDatabase source = server.createDatabase(owner);
    source.execute(
        """
        SET ROLE %s;
        CREATE EXTENSION %s;
        INSERT INTO spatial_ref_sys OVERRIDING SYSTEM VALUE
        VALUES (100002, E'ours\\tand\\\\ theirs', '{1,2}', 'a"b', DEFAULT, 40), (100001, NULL, NULL, NULL, DEFAULT, 41);
        SELECT setval('layer', 7);
        GRANT SELECT ON spatial_ref_sys TO pg_monitor;
        """
            .formatted(maker, EXTENSION));
    PostgresDatabase target = server.createDatabase(owner);

    restore(dump(source), target);

    String rows = "SELECT s::text FROM spatial_ref_sys s WHERE srid > 100000";
    assertThat(target.query(rows)).isEqualTo(source.query(rows)).hasSize(2);
    assertThat(target.query("SELECT nextval('layer')")).containsExactly("8");
    assertThat(
            target.query("SELECT has_table_privilege('pg_monitor', 'spatial_ref_sys', 'SELECT')"))
        .containsExactly("t");
    List<String> before = source.query(rows);
    restore(dump(source), source);
    assertThat(source.query(rows)).isEqualTo(before);
    assertThat(log.lines()).noneMatch(line -> line.contains("WARNING"));
  }

  @Test
  void rowsAreRestoredWhereTheRoleMayWriteThem() throws Exception {
    PostgresDatabase source = withExtension(PostgresServer.TENANT);
    PostgresDatabase target = withExtension(PostgresServer.TENANT);
    source.execute(
        "INSERT INTO spatial_ref_sys VALUES (100001, 'ours'); SELECT nextval('layer'), nextval('layer')");
    target.execute(
        "GRANT INSERT ON spatial_ref_sys TO tenant; GRANT UPDATE ON SEQUENCE layer TO tenant");

    restore(dump(source), target);

    assertThat(target.query(ROWS)).containsExactly("4326", "100001");
    assertThat(target.query("SELECT nextval('layer')")).containsExactly("3");
  }

  /** PostgreSQL does not take it from a role that has its own right from that very role. */
  @Test
  void aRightThatTheRoleMayGiveOnIsNoHindranceToOthers() throws Exception {
    String right =
        "SELECT 1 FROM pg_class, aclexplode(relacl) WHERE relname = 'spatial_ref_sys' AND grantor = 'tenant'::regrole";
    PostgresDatabase database = withExtension(PostgresServer.TENANT);
    database.execute("GRANT SELECT ON spatial_ref_sys TO tenant WITH GRANT OPTION");
    database.executeAsKeeper("GRANT SELECT ON spatial_ref_sys TO pg_monitor");
    byte[] dump = dump(database);
    database.executeAsKeeper("REVOKE SELECT ON spatial_ref_sys FROM pg_monitor");

    restore(dump, database);

    assertThat(database.query(right)).hasSize(1);
    assertThat(log.lines())
        .anyMatch(
            line -> line.contains("cannot be granted back to your own grantor (creating ACL"));
  }

  @Test
  void oneThatOnlyASuperuserMakesIsNamedWhereTheTargetHasItNot() throws Exception {
    byte[] dump = dump(withExtension(PostgresServer.KEEPER));
    PostgresDatabase target = server.createDatabase();

    FailureException e = catchThrowableOfType(FailureException.class, () -> restore(dump, target));

    assertThat(e.failure().message())
        .contains("only a superuser may create the extension " + EXTENSION + ", and the target");
    target.execute("CREATE EXTENSION " + EXTENSION);
    restore(dump, target);
    assertThat(target.query("SELECT n FROM t")).containsExactly("1");
  }

  @Test
  void tablesThatCannotBeLookedIntoAreNamed() throws Exception {
    PostgresDatabase database = withExtension(PostgresServer.TENANT);
    byte[] dump = dump(database);
    database.execute("REVOKE SELECT ON spatial_ref_sys FROM PUBLIC");

    FailureException e =
        catchThrowableOfType(FailureException.class, () -> restore(dump, database));

    assertThat(e.failure().message())
        .contains("(GRANT SELECT ON public.spatial_ref_sys TO \"tenant\")");
  }

  private PostgresDatabase withExtension(String owner) {
    PostgresDatabase database = server.createDatabase(owner);
    database.execute("CREATE EXTENSION " + EXTENSION);
    database.executeAsKeeper("CREATE TABLE t AS SELECT 1 AS n");
    return database;
  }

  private byte[] dump(PostgresDatabase source) throws IOException {
    try (Dump dump = driver().dump(BackupType.DUMP, Runs.on(source.connection("postgres", "")))) {
      byte[] bytes = dump.stream().readAllBytes();
      dump.awaitSuccess();
      return bytes;
    }
  }

  private void restore(byte[] dump, PostgresDatabase target) throws IOException {
    restore(dump, target, target.owner());
  }

  private void restore(byte[] dump, PostgresDatabase target, String role) throws IOException {
    RunContext run =
        new RunContext(target.connection(role, PostgresServer.PASSWORD), Runs.newTag(), log);
    try (Restoration restoration = driver().restore(run)) {
      restoration.write(dump, 0, dump.length);
      restoration.commit();
    }
    driver().settle(run.connection(), run.tag());
    assertThat(Leftovers.afterAWhile(run.tag(), target)).isEqualTo(List.of());
  }
}
