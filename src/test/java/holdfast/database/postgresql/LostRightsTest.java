package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.database.Dump;
import holdfast.database.Restoration;
import holdfast.database.RunContext;
import holdfast.model.BackupType;
import holdfast.model.ConnectionUri;
import holdfast.testing.DocumentedStatements;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import holdfast.testing.RecordingLog;
import holdfast.testing.Runs;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rights that PostgreSQL does not let the restoring role give, beside the target and in place. */
class LostRightsTest {
  private static final String OF_SCHEMA_PUBLIC =
      "SELECT nspacl FROM pg_namespace WHERE nspname = 'public'";

  private static final String OF_FUNCTIONS =
      """
      SELECT proname || has_function_privilege('reader', oid, 'EXECUTE') FROM pg_proc
      WHERE proname = 'crypt' OR oid = 'pg_catalog.pg_sleep(float8)'::regprocedure ORDER BY 1
      """;

  private static final String LEFT_OUT =
      "holdfast: left out, since only a superuser may restore it: ";

  private static final String NOT_SET =
      "holdfast: left out, since the login cannot act for that role: ";

  final PostgresServer server = PostgresServers.shared(major());
  final RecordingLog log = new RecordingLog();

  /** Of the server. */
  int major() {
    return 15;
  }

  PostgresqlDriver driver() {
    return new PostgresqlDriver();
  }

  @BeforeEach
  void createRole() {
    server.execute("postgres", "CREATE ROLE reader");
  }

  @AfterEach
  void drop() {
    PostgresServers.dropDatabases();
    server.execute("postgres", "DROP ROLE reader");
  }

  @ParameterizedTest
  @ValueSource(strings = {PostgresServer.KEEPER, PostgresServer.TENANT})
  void areSaid(String owner) throws Exception {
    PostgresDatabase source = server.createDatabase(owner);
    PostgresDatabase target = server.createDatabase(owner);
    source.execute(
        """
        CREATE EXTENSION pgcrypto;
        REVOKE EXECUTE ON FUNCTION crypt(text, text), pg_catalog.pg_sleep(float8) FROM PUBLIC;
        DROP EXTENSION plpgsql;
        CREATE EXTENSION plpgsql;
        COMMENT ON EXTENSION plpgsql IS 'it''s ours';
        REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC;
        """);
    assertThat(source.query(OF_FUNCTIONS)).containsExactly("cryptfalse", "pg_sleepfalse");

    restore(source, target);

    assertThat(target.query(OF_FUNCTIONS)).containsExactly("crypttrue", "pg_sleeptrue");
    assertThat(said())
        .containsExactlyInAnyOrder(
            lost("plpgsql", "LANGUAGE plpgsql"),
            lost("crypt", "public.FUNCTION crypt(text, text)"));
    assertThat(log.lines())
        .anyMatch(line -> line.startsWith("holdfast: the rights on 2 objects are not the backup's"))
        .contains(LEFT_OUT + "the comment on EXTENSION plpgsql")
        .anyMatch(
            line -> line.endsWith("rights on pg_catalog: FUNCTION pg_sleep(double precision)"));
  }

  private static String lost(String name, String tag) {
    return "pg_restore: pg_restore: WARNING:  no privileges could be revoked for \"%s\" (creating ACL \"%s\")"
        .formatted(name, tag);
  }

  @ParameterizedTest
  @ValueSource(strings = {PostgresServer.KEEPER, PostgresServer.TENANT})
  void ofTheSchemaPublicAreLostBeforeVersion15(String owner) throws Exception {
    PostgresDatabase source = server.createDatabase(owner);
    PostgresDatabase target = server.createDatabase(owner);
    String open = target.query(OF_SCHEMA_PUBLIC).getFirst();
    source.execute(
        "REVOKE ALL ON SCHEMA public FROM PUBLIC; GRANT USAGE ON SCHEMA public TO reader");
    String hardened = source.query(OF_SCHEMA_PUBLIC).getFirst();

    restore(source, target);

    if (major() >= 15) {
      assertThat(target.query(OF_SCHEMA_PUBLIC)).containsExactly(hardened);
      assertThat(said()).isEmpty();
      return;
    }
    assertThat(target.query(OF_SCHEMA_PUBLIC)).containsExactly(open);
    assertThat(said())
        .containsExactly(
            lost("public", "SCHEMA public"),
            lost("public", "SCHEMA public").replace("could be revoked", "were granted"));
    assertThat(log.lines())
        .anyMatch(line -> line.startsWith("holdfast: the rights on 1 object are not the backup's"));

    target.execute(DocumentedStatements.below("Rights that a restore cannot give back"));
    assertThat(target.query("SELECT has_schema_privilege('reader', 'public', 'CREATE')"))
        .containsExactly("f");
  }

  /** For what its administrator makes, or another role that it has nothing to do with. */
  @ParameterizedTest
  @ValueSource(strings = {PostgresServer.KEEPER, PostgresServer.TENANT})
  void defaultPrivilegesOfOthersAreSaid(String owner) throws Exception {
    PostgresDatabase source = server.createDatabase(owner);
    PostgresDatabase target = server.createDatabase(owner);
    source.executeAsKeeper(
        "CREATE TABLE t (); ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO reader");
    source.execute(
        """
        ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO reader;
        ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
        ALTER DEFAULT PRIVILEGES FOR ROLE reader GRANT SELECT ON TABLES TO PUBLIC;
        """);

    restore(source, target);

    assertThat(
            target.query(
                "SELECT defaclrole::regrole || ' ' || defaclacl::text FROM pg_default_acl"))
        .containsExactly("%1$s {reader=r/%1$s}".formatted(owner));
    assertThat(log.lines().stream().filter(line -> line.contains("left out")))
        .containsExactlyInAnyOrder(
            NOT_SET + "public: DEFAULT PRIVILEGES FOR TABLES of the role postgres",
            NOT_SET + "DEFAULT PRIVILEGES FOR FUNCTIONS of the role postgres",
            NOT_SET + "DEFAULT PRIVILEGES FOR TABLES of the role reader");
  }

  /** Whosever they are: nobody has to own one. */
  @ParameterizedTest
  @ValueSource(strings = {PostgresServer.KEEPER, PostgresServer.TENANT})
  void thatSubscriptionsAreLeftOutIsSaid(String owner) throws Exception {
    PostgresDatabase source = server.createDatabase(owner);
    PostgresDatabase target = server.createDatabase(owner);
    source.executeAsKeeper("CREATE TABLE t AS SELECT 1 AS n");
    source.execute(
        """
        CREATE SUBSCRIPTION follows CONNECTION 'dbname=far' PUBLICATION p
          WITH (connect = false, slot_name = NONE);
        COMMENT ON SUBSCRIPTION follows IS 'ours';
        """);
    try {
      restore(source, target);
    } finally {
      source.execute("DROP SUBSCRIPTION follows");
    }

    assertThat(target.query("SELECT n FROM t")).containsExactly("1");
    assertThat(target.query("SELECT subname FROM pg_subscription")).isEmpty();
    assertThat(log.lines())
        .filteredOn(line -> line.contains("left out"))
        .containsExactly(
            "holdfast: left out, as restores do: the subscriptions follows; make them again with CREATE SUBSCRIPTION");
  }

  /** Nor do the steps of the tool fill the log. */
  @ParameterizedTest
  @ValueSource(strings = {PostgresServer.KEEPER, PostgresServer.TENANT})
  void noneIsSaidWhereNoneIsLost(String owner) throws Exception {
    PostgresDatabase source = server.createDatabase(owner);
    PostgresDatabase target = server.createDatabase(owner);
    source.execute("DROP EXTENSION plpgsql; CREATE EXTENSION plpgsql");
    source.fill();
    source.executeAsKeeper(PgFidelityTest.sql("values.sql"));
    source.executeAsKeeper(PgFidelityTest.sql("shapes.sql"));
    source.executeAsKeeper(
        """
        REVOKE TRIGGER ON customer FROM %s;
        GRANT SELECT ON customer TO reader WITH GRANT OPTION;
        ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC
        """
            .formatted(owner));

    restore(source, target);

    assertThat(target.contents()).isEqualTo(source.contents());
    assertThat(said()).isEmpty();
    assertThat(log.lines())
        .noneMatch(line -> line.contains("left out"))
        .noneMatch(line -> line.contains("the rights on"))
        .noneMatch(line -> line.contains("everybody may make"));
  }

  private List<String> said() {
    return log.lines().stream().filter(line -> line.startsWith("pg_restore: ")).toList();
  }

  private void restore(PostgresDatabase source, PostgresDatabase target) throws Exception {
    restore(source, target.connection());
  }

  void restore(PostgresDatabase source, ConnectionUri target) throws Exception {
    RunContext run = new RunContext(target, Runs.newTag(), log);
    try (Dump dump = driver().dump(BackupType.DUMP, Runs.on(source.connection("postgres", "")));
        Restoration restoration = driver().restore(run)) {
      byte[] bytes = dump.stream().readAllBytes();
      dump.awaitSuccess();
      restoration.write(bytes, 0, bytes.length);
      restoration.commit();
    }
    driver().settle(run.connection(), run.tag());
  }
}
