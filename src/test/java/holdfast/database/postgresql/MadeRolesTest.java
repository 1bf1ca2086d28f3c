package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.database.Dump;
import holdfast.database.Restoration;
import holdfast.database.RunContext;
import holdfast.model.BackupType;
import holdfast.model.ConnectionUri;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.testing.Leftovers;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import holdfast.testing.RecordingLog;
import holdfast.testing.Runs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Roles that a backup names and the server has not. */
class MadeRolesTest {
  private static final String ROLES =
      "SELECT rolname FROM pg_roles WHERE rolname ~ '^(Anna|bert|cleo|dora|maker)' ORDER BY rolname COLLATE \"C\"";

  private static final String ANNA = "Anna's \"role\" 🦊";

  private final PostgresServer server = PostgresServers.shared(major());
  private final PostgresDatabase source = server.createDatabase();
  private final PostgresDatabase target = server.createDatabase();
  private final RecordingLog log = new RecordingLog();
  private final RunContext run = new RunContext(asMaker(), Runs.newTag(), log);

  /** Of the server. */
  int major() {
    return 15;
  }

  /** Of the restoring role. */
  String attributes() {
    return "CREATEDB CREATEROLE";
  }

  PostgresqlDriver driver() {
    return new PostgresqlDriver();
  }

  @BeforeEach
  void createMaker() {
    server.createRole("maker", attributes());
    server.execute(
        "postgres", "ALTER DATABASE %s OWNER TO maker".formatted(Sql.name(target.name())));
  }

  @AfterEach
  void drop() {
    PostgresServers.dropDatabases();
    for (String role : server.query("postgres", ROLES)) {
      server.execute("postgres", "DROP ROLE " + Sql.name(role));
    }
  }

  @Test
  void areMadeAndGetWhatTheyHad() throws Exception {
    byte[] dump = dumpOfRolesThatAreGone();

    restore(dump);

    assertThat(server.query("postgres", ROLES)).containsExactly(ANNA, "bert", "cleo", "maker");
    assertThat(
            server.query(
                "postgres",
                """
                SELECT 1 FROM pg_authid a WHERE rolname IN ('bert', 'cleo') AND (rolcanlogin OR rolsuper OR rolcreatedb
                  OR rolcreaterole OR rolpassword IS NOT NULL OR shobj_description(oid, 'pg_authid') IS NOT NULL)
                """))
        .isEmpty();
    assertThat(
            target.query(
                """
                SELECT concat_ws(' ', nspname, pg_get_userbyid(relowner), relacl) FROM pg_class c
                  JOIN pg_namespace n ON n.oid = relnamespace WHERE relname = 't'
                """))
        .singleElement()
        .asString()
        .startsWith("Anna's " + ANNA)
        .contains("bert=r/");
    assertThat(
            target.query(
                "SELECT pg_get_userbyid(defaclrole) || defaclacl::text FROM pg_default_acl"))
        .singleElement()
        .asString()
        .startsWith("cleo{bert=r/cleo,");
    assertThat(log.lines())
        .anyMatch(line -> line.contains("made the role bert, which the backup names"));

    // They are there now, and the next restore must have them within reach.
    RunContext again = Runs.on(asMaker());
    restore(dump, again);
    assertThat(target.query("SELECT n FROM \"Anna's\".t")).containsExactly("1");
    assertThat(Leftovers.afterAWhile(again.tag(), target)).isEmpty();
  }

  /** Where, from version 15 on, nobody may make anything but the database's owner. */
  @Test
  void canOwnWhatIsInTheSchemaPublic() throws Exception {
    source.execute(
        """
        CREATE ROLE bert; CREATE ROLE cleo; CREATE ROLE dora;
        CREATE TABLE berts (n int PRIMARY KEY); ALTER TABLE berts OWNER TO bert;
        CREATE VIEW cleos AS SELECT 1 AS n; ALTER VIEW cleos OWNER TO cleo;
        REVOKE CREATE ON SCHEMA public FROM PUBLIC;
        GRANT ALL ON SCHEMA public TO cleo;
        GRANT CREATE ON SCHEMA public TO dora;
        """);
    byte[] dump = dumpAsSuperuser();
    source.execute("DROP OWNED BY bert, cleo, dora; DROP ROLE bert, cleo, dora");

    // Before version 15 the schema is the superuser's, who alone can change rights on it.
    restore(dump, major() < 15 ? Runs.on(target.connection("postgres", "")) : run);

    assertThat(
            target.query(
                """
                SELECT relname || ' ' || pg_get_userbyid(relowner) FROM pg_class
                WHERE relname IN ('berts', 'cleos') ORDER BY 1
                """))
        .containsExactly("berts bert", "cleos cleo");
    assertThat(
            target.query(
                """
                SELECT concat_ws(' ', pg_get_userbyid(grantee), privilege_type)
                FROM pg_namespace, aclexplode(nspacl) WHERE nspname = 'public' ORDER BY 1
                """))
        .contains("cleo CREATE", "cleo USAGE", "dora CREATE")
        .doesNotContain("bert CREATE");
  }

  @Test
  void areGoneWithARestoreThatFails() {
    Failure failure = failure(() -> restore(broken()));

    assertThat(failure.code()).isEqualTo(FailureCode.RESTORE_FAILED);
    assertThat(failure.message()).contains("syntax error");
    assertThat(log.lines()).anyMatch(line -> line.contains("made the role bert"));
    assertThat(server.query("postgres", ROLES)).containsExactly("maker");
    assertThat(Leftovers.of(run.tag(), target)).isEmpty();
  }

  @Test
  void areGoneWithARestoreThatIsGivenUp() throws Exception {
    byte[] dump = dumpOfRolesThatAreGone();
    try (Restoration restoration = driver().restore(run)) {
      restoration.write(dump, 0, dump.length);
      assertThat(server.query("postgres", ROLES)).containsExactly(ANNA, "bert", "cleo", "maker");
    }

    assertThat(server.query("postgres", ROLES)).containsExactly("maker");
    assertThat(Leftovers.of(run.tag(), target)).isEmpty();
  }

  /** It took effect, and its process died before anybody could say so. */
  @Test
  void stayWithARestoreThatTookEffectBeforeItDied() throws Exception {
    byte[] dump = dumpOfRolesThatAreGone();
    try (Restoration restoration = driver().restore(run)) {
      restoration.write(dump, 0, dump.length);
      restoration.commit();
    }
    assertThat(target.leftoversOf(run.tag())).noneMatch(left -> left.startsWith("role"));
    driver().fence(asMaker(), run.tag());
    driver().settle(asMaker(), run.tag());

    assertThat(server.query("postgres", ROLES)).containsExactly(ANNA, "bert", "cleo", "maker");
    assertThat(target.query("SELECT n FROM \"Anna's\".t")).containsExactly("1");
  }

  /** Another restore, say, that found it there. */
  @Test
  void oneThatSomebodyElseHasTakenIntoUseStays() throws Exception {
    byte[] dump = dumpOfRolesThatAreGone();
    try (Restoration restoration = driver().restore(run)) {
      restoration.write(dump, 0, dump.length);
      source.execute("CREATE TABLE hers (); ALTER TABLE hers OWNER TO bert");
    }

    assertThat(server.query("postgres", ROLES)).containsExactly("bert", "maker");
    assertThat(
            server.query(
                "postgres",
                "SELECT shobj_description(oid, 'pg_authid') FROM pg_roles WHERE rolname = 'bert'"))
        .containsExactly((String) null);
    source.execute("DROP TABLE hers");
  }

  /** As an administrator may have it, who has taken the language from all others. */
  @Test
  void needNoLanguageBesideTheTarget() throws Exception {
    byte[] dump = dumpOfRolesThatAreGone();
    server.execute("postgres", "REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC");
    try {
      failure(() -> restore(broken()));
      assertThat(server.query("postgres", ROLES)).containsExactly("maker");

      restore(dump, Runs.on(asMaker()));
    } finally {
      server.execute("postgres", "GRANT USAGE ON LANGUAGE plpgsql TO PUBLIC");
    }
    assertThat(server.query("postgres", ROLES)).containsExactly(ANNA, "bert", "cleo", "maker");
    assertThat(
            server.query(
                "postgres",
                "SELECT 1 FROM pg_roles WHERE shobj_description(oid, 'pg_authid') LIKE 'holdfast%'"))
        .isEmpty();
  }

  /** A server has names and comments that are no text in its other databases. */
  @Test
  void areFoundAmongTextsInTheLettersOfAnotherDatabase() throws Exception {
    byte[] dump = dumpOfRolesThatAreGone();
    server.execute(
        "postgres", "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
    try {
      server.execute("latin", "COMMENT ON ROLE maker IS 'café'");
      server.execute("latin", "CREATE DATABASE \"café\"");

      restore(dump);

      assertThat(Leftovers.afterAWhile(run.tag(), target)).isEmpty();
    } finally {
      server.execute("latin", "DROP DATABASE IF EXISTS \"café\"");
      server.execute("postgres", "DROP DATABASE latin WITH (FORCE)");
    }
    assertThat(server.query("postgres", ROLES)).containsExactly(ANNA, "bert", "cleo", "maker");
  }

  @Test
  void areNotMadeByARoleThatMayNot() throws Exception {
    byte[] dump = dumpOfRolesThatAreGone();
    server.execute("postgres", "ALTER ROLE maker NOCREATEROLE");

    Failure failure = failure(() -> restore(dump));

    assertThat(failure.code()).isEqualTo(FailureCode.RESTORE_REQUIREMENTS);
    assertThat(failure.message())
        .contains("the role " + ANNA + " is missing", "the role bert is missing")
        .as("default privileges of nobody are left out")
        .doesNotContain("cleo");
    assertThat(failure.hint()).contains("CREATE ROLE " + Sql.name(ANNA), "CREATE ROLE \"bert\"");
    assertThat(server.query("postgres", ROLES)).containsExactly("maker");
  }

  @Test
  void areNotMadeWhereSomethingElseIsMissing() {
    byte[] archive =
        new ArchiveWriter(14)
            .header()
            .entries(3)
            .entry(1, false, "EXTENSION", "no_such_thing", "CREATE EXTENSION no_such_thing;", "")
            .entry(2, false, "TABLE", "t", "CREATE TABLE public.t ();", "dora")
            .entry(3, false, "ACL", "TABLE t", "GRANT ALL ON TABLE public.t TO pg_novel;", "dora")
            .bytes();

    Failure failure = failure(() -> restore(archive));

    assertThat(failure.message())
        .contains(
            "the extension no_such_thing is not installed",
            "the role pg_novel, which is PostgreSQL's own, is missing")
        .doesNotContain("dora");
    assertThat(failure.hint()).doesNotContain("CREATE ROLE");
    assertThat(server.query("postgres", ROLES)).containsExactly("maker");
  }

  private byte[] dumpOfRolesThatAreGone() throws Exception {
    String all = "%s, bert, cleo".formatted(Sql.name(ANNA));
    source.execute(
        """
        CREATE ROLE $ANNA; CREATE ROLE bert; CREATE ROLE cleo;
        CREATE SCHEMA "Anna's" AUTHORIZATION $ANNA;
        CREATE TABLE "Anna's".t AS SELECT 1 AS n;
        ALTER TABLE "Anna's".t OWNER TO $ANNA;
        ALTER TABLE "Anna's".t ADD PRIMARY KEY (n);
        GRANT SELECT ON "Anna's".t TO bert;
        ALTER DEFAULT PRIVILEGES FOR ROLE cleo GRANT SELECT ON TABLES TO bert;
        """
            .replace("$ANNA", Sql.name(ANNA)));
    byte[] dump = dumpAsSuperuser();
    source.execute("DROP OWNED BY %1$s CASCADE; DROP ROLE %1$s".formatted(all));
    return dump;
  }

  private byte[] dumpAsSuperuser() throws Exception {
    try (Dump dump = driver().dump(BackupType.DUMP, Runs.on(source.connection("postgres", "")))) {
      byte[] bytes = dump.stream().readAllBytes();
      dump.awaitSuccess();
      return bytes;
    }
  }

  private static byte[] broken() {
    return new ArchiveWriter(14)
        .header()
        .entries(2)
        .entry(1, false, "ACL", "SCHEMA public", "GRANT USAGE ON SCHEMA public TO bert;", "maker")
        .entry(2, false, "TABLE", "bad", "CREATE TABLE public.bad (", "maker")
        .bytes();
  }

  private ConnectionUri asMaker() {
    return target.connection("maker", PostgresServer.PASSWORD);
  }

  private void restore(byte[] dump) throws Exception {
    restore(dump, run);
  }

  private void restore(byte[] dump, RunContext context) throws Exception {
    try (Restoration restoration = driver().restore(context)) {
      restoration.write(dump, 0, dump.length);
      restoration.commit();
    }
    driver().settle(context.connection(), context.tag());
  }

  private static Failure failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(FailureException.class, call).failure();
  }
}
