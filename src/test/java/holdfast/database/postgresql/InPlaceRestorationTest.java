package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.database.Restoration;
import holdfast.database.RunContext;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServer;
import holdfast.testing.Runs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What restores in place bring back, and which targets they refuse. */
class InPlaceRestorationTest extends InPlaceFixture {
  /** What a role may own without being a superuser, and no backup here has. */
  private static final String SURPLUS =
      """
      CREATE SCHEMA "Sur""plus"; CREATE TABLE "Sur""plus".t (id int PRIMARY KEY);
      CREATE EXTENSION hstore; CREATE TABLE stored (h hstore);
      CREATE EXTENSION pg_trgm SCHEMA "Sur""plus";
      CREATE TYPE span AS RANGE (subtype = int); CREATE TYPE old AS (a int); CREATE DOMAIN years AS int;
      CREATE TABLE span_of (s span, o old, y years, id serial);
      CREATE VIEW seen AS SELECT * FROM span_of; CREATE MATERIALIZED VIEW kept AS SELECT 1 AS one;
      CREATE FUNCTION old_plus(old, old) RETURNS old LANGUAGE sql AS 'SELECT $1';
      CREATE OPERATOR + (LEFTARG = old, RIGHTARG = old, FUNCTION = old_plus);
      CREATE FUNCTION to_text(old) RETURNS text LANGUAGE sql AS 'SELECT $1::text';
      CREATE CAST (old AS text) WITH FUNCTION to_text(old);
      CREATE AGGREGATE summed (old) (SFUNC = old_plus, STYPE = old);
      CREATE PROCEDURE done(INOUT n int) LANGUAGE sql AS 'SELECT $1';
      CREATE COLLATION german (provider = icu, locale = 'de');
      CREATE TEXT SEARCH CONFIGURATION words (COPY = simple);
      CREATE TEXT SEARCH DICTIONARY stems (TEMPLATE = simple);
      CREATE STATISTICS related ON y, id FROM span_of;
      CREATE CONVERSION odd FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
      CREATE PUBLICATION news FOR TABLE span_of;
      CREATE TABLE parted (n int) PARTITION BY LIST (n); CREATE TABLE parted_1 PARTITION OF parted FOR VALUES IN (1);
      CREATE SEQUENCE counter;
      SELECT lo_from_bytea(424242, 'x');
      ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
      ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC;
      ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO PUBLIC;
      """;

  /** What is read besides {@link PostgresDatabase#contents}. */
  private static final String MORE =
      """
      SELECT 'public ' || nspowner::regrole || nspacl::text FROM pg_namespace WHERE nspname = 'public'
      UNION ALL SELECT 'publication ' || pubname FROM pg_publication
      UNION ALL SELECT 'cast ' || castsource::regtype FROM pg_cast WHERE oid >= 16384
      UNION ALL SELECT 'collation ' || collname FROM pg_collation WHERE oid >= 16384
      UNION ALL SELECT 'type ' || oid::regtype FROM pg_type WHERE oid >= 16384
      UNION ALL SELECT 'operator ' || oid::regoperator FROM pg_operator WHERE oid >= 16384
      UNION ALL SELECT 'words ' || cfgname FROM pg_ts_config WHERE oid >= 16384
      UNION ALL SELECT 'stems ' || dictname FROM pg_ts_dict WHERE oid >= 16384
      UNION ALL SELECT 'conversion ' || conname FROM pg_conversion WHERE oid >= 16384
      UNION ALL SELECT 'statistics ' || stxname FROM pg_statistic_ext
      UNION ALL SELECT 'schema ' || nspname FROM pg_namespace WHERE oid >= 16384 AND nspname <> 'public'
      UNION ALL SELECT 'extension ' || extname || extowner::regrole FROM pg_extension
      ORDER BY 1
      """;

  @Test
  void whatIsHardToBringBackComesBackAndNothingElseIsLeft() throws Exception {
    PostgresDatabase source = server.createDatabase(PostgresServer.TENANT);
    source.fill();
    source.executeAsKeeper(PgFidelityTest.sql("values.sql"));
    source.executeAsKeeper(PgFidelityTest.sql("shapes.sql"));
    database.executeAsKeeper(SURPLUS);
    database.execute(
        "ALTER DATABASE \"%s\" SET synchronous_commit = off".formatted(database.name()));
    database.execute(
        "ALTER DATABASE \"%s\" SET default_transaction_isolation = 'serializable'"
            .formatted(database.name()));
    database.execute(
        "ALTER DATABASE \"%s\" SET default_transaction_read_only = on".formatted(database.name()));

    restore(dump(source));

    assertThat(database.contents()).hasSizeGreaterThan(30).isEqualTo(source.contents());
    assertThat(database.query(MORE)).isEqualTo(source.query(MORE));
    assertThat(database.query("SHOW synchronous_commit"))
        .as("the database stays")
        .containsExactly("off");
    assertThat(log.lines()).anyMatch(line -> line.contains("in place, in one transaction"));
    assertThat(database.query("SELECT count(*) FROM pg_database WHERE datname LIKE 'holdfast%'"))
        .containsExactly("0");
  }

  @Test
  void anEmptyBackupLeavesAnEmptyDatabase() throws Exception {
    PostgresDatabase empty = server.createDatabase(PostgresServer.TENANT);
    database.executeAsKeeper(SURPLUS);

    restore(dump(empty));

    assertThat(database.query(MORE)).isEqualTo(empty.query(MORE));
    assertThat(driver().probe(database.connection()).isEmpty()).isTrue();
  }

  /**
   * One that only a superuser can make, one that the superuser has made for the role, and one in
   * the way.
   */
  @Test
  void extensionsOfTheSuperuserStayWhereTheBackupHasThemToo() throws Exception {
    database.execute("CREATE EXTENSION postgres_fdw; CREATE EXTENSION citext");
    database.executeAsKeeper("CREATE TABLE t (x citext); INSERT INTO t VALUES ('A')");
    byte[] dump = dump(database);
    database.executeAsKeeper(
        "INSERT INTO t VALUES ('b'); CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'");

    restore(dump);

    assertThat(database.query("SELECT x FROM t WHERE x = 'a'")).containsExactly("A");
    assertThat(database.query("SELECT proname FROM pg_proc WHERE proname = 'f'")).isEmpty();
    assertThat(database.query("SELECT extname || extowner::regrole FROM pg_extension ORDER BY 1"))
        .containsExactly("citextpostgres", "plpgsqlpostgres", "postgres_fdwpostgres");
  }

  @Test
  void namesWhatItMayNotClearAwayBeforeItTouchesAnything() throws Exception {
    database.fill();
    byte[] dump = dump(database);
    database.execute(
        """
        CREATE SCHEMA "Of Lena" AUTHORIZATION keeper;
        SELECT lo_from_bytea(99, 'x');
        CREATE PUBLICATION theirs FOR ALL TABLES;
        CREATE FUNCTION on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
        CREATE EVENT TRIGGER watcher ON ddl_command_end EXECUTE FUNCTION on_ddl();
        """);
    Map<String, List<String>> before = database.contents();

    Failure failure = failure(() -> restore(dump));

    assertThat(failure.code()).as(failure.message()).isEqualTo(FailureCode.DATABASE_RIGHTS);
    assertThat(failure.message())
        .contains(
            "schema Of Lena of keeper",
            "event trigger watcher of postgres",
            "publication theirs of postgres")
        .contains("large object 99 of postgres");
    assertThat(failure.hint()).contains("ALTER ROLE \"tenant\" CREATEDB");
    assertUntouched(before);
  }

  /** It is not within reach, and is no part of what the role can restore either. */
  @Test
  void whatOthersHaveSetForWhatTheyMakeStays() throws Exception {
    database.execute(
        """
        ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO tenant;
        ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO tenant;
        """);
    database.executeAsKeeper(
        "CREATE TABLE t AS SELECT 1 AS n; ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO keeper");
    byte[] dump = dump(database);
    database.executeAsKeeper("ALTER DEFAULT PRIVILEGES GRANT SELECT ON SEQUENCES TO keeper");
    database.execute(
        "ALTER DEFAULT PRIVILEGES FOR ROLE keeper GRANT SELECT ON TABLES TO tenant; UPDATE t SET n = 2");

    restore(dump);

    assertThat(database.query("SELECT n FROM t")).containsExactly("1");
    List<String> set =
        new ArrayList<>(
            List.of(
                "default privileges on new relations belonging to role keeper",
                "default privileges on new relations belonging to role postgres"));
    if (major() < 15) { // The schema is not dropped, for it is not the role's.
      set.add("default privileges on new sequences belonging to role postgres in schema public");
    }
    String describe =
        "SELECT pg_describe_object('pg_default_acl'::regclass, oid, 0) FROM pg_default_acl WHERE ";
    assertThat(database.query(describe + "defaclrole <> 'tenant'::regrole ORDER BY 1"))
        .isEqualTo(set);
    assertThat(database.query(describe + "defaclrole = 'tenant'::regrole"))
        .containsExactly("default privileges on new relations belonging to role tenant");
    assertThat(log.lines())
        .filteredOn(line -> line.contains("not cleared away"))
        .singleElement()
        .asString()
        .endsWith(": " + String.join(", ", set));
  }

  @Test
  void aTargetThatLacksItsLanguageIsToldSo() throws Exception {
    byte[] dump = dump(database);
    database.execute("DROP EXTENSION plpgsql");

    Failure failure = failure(() -> restore(dump));

    assertThat(failure.code()).isEqualTo(FailureCode.RESTORE_REQUIREMENTS);
    database.executeAsKeeper(failure.hint().replaceFirst(".*restore again: (.*)\\.", "$1"));
    restore(dump);
  }

  @Test
  void anExtensionThatOnlyTheTargetHasIsNamed() throws Exception {
    byte[] dump = dump(database);
    database.execute("CREATE SCHEMA own; CREATE EXTENSION postgres_fdw SCHEMA own");

    assertThat(failure(() -> restore(dump)).message())
        .contains("extension postgres_fdw of postgres");

    database.execute("DROP EXTENSION postgres_fdw; DROP SCHEMA own");
    restore(dump);
  }

  @Test
  void whatTheBackupSaysOfTheDatabaseItselfComesBackInTheSameTransaction() throws Exception {
    String name = Sql.name(database.name());
    database.execute("ALTER DATABASE %s SET work_mem TO '5MB'".formatted(name));
    database.execute("COMMENT ON DATABASE %s IS E'its \\\\ ''own'' 🦊'".formatted(name));
    database.execute("REVOKE CONNECT ON DATABASE %s FROM PUBLIC".formatted(name));
    byte[] dump = dump(database);
    database.execute("ALTER DATABASE %s RESET work_mem".formatted(name));
    database.execute("COMMENT ON DATABASE %s IS NULL".formatted(name));

    restore(dump, run);

    assertThat(
            database.query(
                """
                SELECT concat_ws(', ', s.setconfig[1], shobj_description(d.oid, 'pg_database'))
                FROM pg_database d JOIN pg_db_role_setting s ON s.setdatabase = d.oid
                WHERE datname = current_database()
                """))
        .containsExactly("work_mem=5MB, its \\ 'own' 🦊");
  }

  @Test
  void aRoleThatNoOtherDatabaseLetsInRestoresInPlaceToo() throws Exception {
    PostgresDatabase keepers = server.createDatabase();
    keepers.fill();
    Object before = keepers.contents();
    byte[] dump = dump(keepers);
    keepers.change();
    RunContext keeper = new RunContext(keepers.connection(), Runs.newTag(), log);
    String others = "ON DATABASE postgres, template1";
    server.execute("postgres", "REVOKE CONNECT " + others + " FROM PUBLIC");
    try {
      restore(dump, keeper);
    } finally {
      server.execute("postgres", "GRANT CONNECT " + others + " TO PUBLIC");
    }
    assertThat(keepers.contents()).isEqualTo(before);
    assertThat(log.lines()).anyMatch(line -> line.contains("in place, in one transaction"));
  }

  /** It is there until the success is recorded. */
  @Test
  void theMarkOfARestoreIsInNoBackupAndInTheWayOfNoRestore() throws Exception {
    database.fill();
    byte[] dump = dump(database);
    try (Restoration restoration = driver().restore(run)) {
      restoration.write(dump, 0, dump.length);
      restoration.commit();
    }
    String marks = "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'holdfast%'";
    assertThat(database.query(marks)).containsExactly(run.tag().sessionName() + "_done");
    PostgresDatabase other = server.createDatabase(PostgresServer.TENANT);

    restore(dump(database), Runs.on(other.connection()));
    restore(dump, Runs.on(database.connection()));

    assertThat(other.query(marks)).isEmpty();
    assertThat(database.query(marks)).isEmpty();
    assertThat(driver().tookEffect(database.connection(), run.tag())).isFalse();
  }

  @Test
  void aLockTableThatIsTooSmallIsFoundBeforeAnythingIsTouched() throws Exception {
    database.fill();
    Object before = database.contents();
    ArchiveWriter archive = new ArchiveWriter(14).header().entries(10_000);
    for (int i = 1; i <= 5_000; i++) {
      archive.entry(
          i, false, "TABLE", "t" + i, "CREATE TABLE public.t" + i + " ();", PostgresServer.TENANT);
      archive.entry(
          5_000 + i,
          false,
          "CONSTRAINT",
          "k" + i,
          "ALTER TABLE public.t" + i + " ADD PRIMARY KEY (id);",
          "");
    }

    Failure failure = failure(() -> restore(archive.bytes()));

    assertThat(failure.code()).isEqualTo(FailureCode.RESTORE_REQUIREMENTS);
    assertThat(failure.message()).contains("max_locks_per_transaction is 64");
    assertThat(failure.hint())
        .containsPattern("Set max_locks_per_transaction to \\d+ or more")
        .contains("ALTER ROLE \"tenant\" CREATEDB");
    assertUntouched(before);
  }
}
