package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.database.Dump;
import holdfast.database.Restoration;
import holdfast.database.RunContext;
import holdfast.model.BackupType;
import holdfast.model.ConnectionUri;
import holdfast.testing.Leftovers;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import holdfast.testing.RecordingLog;
import holdfast.testing.Runs;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a backup says of its database as a whole, restored into databases of other names. */
class DatabaseOwnTest {
  private static final String ANNA = "Anna's \"role\" 🦊";

  private static final String SETTINGS =
      """
      SELECT setting FROM (
        SELECT CASE setrole WHEN 0 THEN '' ELSE pg_get_userbyid(setrole) END || ':' || unnest(setconfig) AS setting
        FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase
        WHERE datname = current_database()) s ORDER BY setting COLLATE "C"
      """;

  private static final String RIGHTS =
      """
      SELECT concat_ws(' ', CASE grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(grantee) END,
        privilege_type, is_grantable)
      FROM pg_database, aclexplode(datacl) WHERE datname = current_database() ORDER BY 1
      """;

  private static final String LIMIT =
      "SELECT datconnlimit FROM pg_database WHERE datname = current_database()";

  private static final String COMMENT =
      "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()";

  private final PostgresServer server = PostgresServers.shared(major());
  private final PostgresDatabase source =
      new PostgresDatabase(server, "The \"Source\"; it's \\ 🦊 of 'all'");
  private final PostgresDatabase target = server.createDatabase();
  private final RecordingLog log = new RecordingLog();

  /** Of the server. */
  int major() {
    return 15;
  }

  PostgresqlDriver driver() {
    return new PostgresqlDriver();
  }

  @BeforeEach
  void createSource() {
    server.execute("postgres", "CREATE ROLE " + Sql.name(ANNA));
    server.execute("postgres", "CREATE ROLE lena");
    server.execute(
        "postgres", "CREATE DATABASE %s OWNER keeper".formatted(Sql.name(source.name())));
    source.executeAsKeeper("CREATE TABLE t AS SELECT 1 AS n");
  }

  @AfterEach
  void drop() {
    PostgresServers.dropDatabases();
    server.execute("postgres", "DROP DATABASE " + Sql.name(source.name()) + " WITH (FORCE)");
    server.execute("postgres", "DROP ROLE IF EXISTS " + Sql.name(ANNA));
    server.execute("postgres", "DROP ROLE IF EXISTS lena");
  }

  private void say(PostgresDatabase database, String sql) {
    database.execute(
        sql.replace("$DB", Sql.name(database.name())).replace("$ANNA", Sql.name(ANNA)));
  }

  /** The text of comments is written in another way where backslashes escape. */
  @ParameterizedTest
  @ValueSource(strings = {"on", "off"})
  void anEmptyDatabaseGetsAllOfIt(String standardStrings) throws Exception {
    say(
        source,
        """
        ALTER DATABASE $DB SET search_path TO 'Sales Data', '$user', '', 'a "b" c', 'd,e';
        ALTER DATABASE $DB SET temp_tablespaces TO '';
        ALTER DATABASE $DB SET "TimeZone" TO 'Europe/Berlin';
        ALTER DATABASE $DB SET default_transaction_read_only TO on;
        ALTER DATABASE $DB SET log_statement TO 'mod';
        ALTER DATABASE $DB SET "my.guc" TO E'it''s a \\\\ "day";\\nDROP TABLE t; -- 🦊';
        ALTER DATABASE $DB SET my.empty TO '';
        ALTER ROLE $ANNA IN DATABASE $DB SET search_path TO '';
        ALTER ROLE keeper IN DATABASE $DB SET work_mem TO '5MB';
        ALTER DATABASE $DB CONNECTION LIMIT 17;
        COMMENT ON DATABASE $DB IS E'its \\\\ "comment" is ''long'';\\nand --has 🦊\\\\';
        REVOKE CONNECT ON DATABASE $DB FROM PUBLIC;
        GRANT CONNECT ON DATABASE $DB TO $ANNA WITH GRANT OPTION;
        GRANT CREATE, TEMPORARY ON DATABASE $DB TO lena;
        SET ROLE $ANNA;
        GRANT CONNECT ON DATABASE $DB TO lena;
        RESET ROLE;
        ALTER DATABASE $DB IS_TEMPLATE true;
        """
            .concat("ALTER DATABASE $DB SET standard_conforming_strings TO " + standardStrings));
    byte[] dump = dump();
    // What is as in a new database says nothing, also where it was something else meanwhile.
    say(target, "GRANT CREATE ON DATABASE $DB TO lena; REVOKE CREATE ON DATABASE $DB FROM lena");

    restore(dump, superuser());

    server.execute(
        "postgres", "ALTER DATABASE %s IS_TEMPLATE false".formatted(Sql.name(source.name())));
    assertThat(target.query(SETTINGS)).hasSize(10).isEqualTo(source.query(SETTINGS));
    assertThat(target.query(RIGHTS))
        .contains("PUBLIC TEMPORARY f")
        .doesNotContain("PUBLIC CONNECT f");
    assertThat(target.query(RIGHTS)).isEqualTo(source.query(RIGHTS));
    assertThat(target.query(LIMIT)).containsExactly("17");
    assertThat(target.query(COMMENT)).isEqualTo(source.query(COMMENT)).doesNotContainNull();
    assertThat(target.query("SELECT n FROM public.t")).containsExactly("1");
    assertThat(
            target.query(
                "SELECT datistemplate FROM pg_database WHERE datname = current_database()"))
        .containsExactly("f");
    assertThat(log.lines()).noneMatch(line -> line.contains("left out"));
  }

  @Test
  void aTargetKeepsWhatItSaysAndGetsTheRest() throws Exception {
    say(
        source,
        """
        ALTER DATABASE $DB SET work_mem TO '5MB';
        ALTER DATABASE $DB SET timezone TO 'Europe/Berlin';
        ALTER ROLE lena IN DATABASE $DB SET work_mem TO '6MB';
        ALTER ROLE $ANNA IN DATABASE $DB SET work_mem TO '7MB';
        ALTER DATABASE $DB CONNECTION LIMIT 17;
        COMMENT ON DATABASE $DB IS 'production';
        REVOKE ALL ON DATABASE $DB FROM PUBLIC;
        GRANT CONNECT ON DATABASE $DB TO lena;
        """);
    say(
        target,
        """
        ALTER DATABASE $DB SET "TimeZone" TO 'Asia/Tokyo';
        ALTER ROLE lena IN DATABASE $DB SET work_mem TO '8MB';
        ALTER DATABASE $DB CONNECTION LIMIT 3;
        COMMENT ON DATABASE $DB IS 'staging';
        GRANT CREATE ON DATABASE $DB TO $ANNA;
        """);

    restore(dump(), superuser());

    assertThat(target.query(SETTINGS))
        .containsExactly(
            ":TimeZone=Asia/Tokyo", ":work_mem=5MB", ANNA + ":work_mem=7MB", "lena:work_mem=8MB");
    assertThat(target.query(LIMIT)).containsExactly("3");
    assertThat(target.query(COMMENT)).containsExactly("staging");
    assertThat(target.query(RIGHTS))
        .contains("PUBLIC CONNECT f", "PUBLIC TEMPORARY f", ANNA + " CREATE f", "lena CONNECT f");
  }

  /** The database postgres is in UTF-8. Names have the bytes of the database they are said in. */
  @Test
  void aDatabaseInAnotherEncodingGetsAllOfItTimeAndAgain() throws Exception {
    PostgresDatabase latin = new PostgresDatabase(server, "latin");
    PostgresDatabase copy = new PostgresDatabase(server, "latin copy");
    createLatin(latin);
    createLatin(copy);
    try {
      say(
          latin,
          """
          CREATE ROLE "zoé";
          GRANT CONNECT ON DATABASE $DB TO "zoé";
          COMMENT ON DATABASE $DB IS 'schéma';
          ALTER DATABASE $DB SET search_path TO 'schéma', public;
          ALTER ROLE "zoé" IN DATABASE $DB SET work_mem TO '5MB';
          CREATE TABLE public.t AS SELECT 1 AS n;
          ALTER TABLE public.t OWNER TO keeper;
          """);
      byte[] dump = dump(latin.connection());

      for (PostgresDatabase restored : List.of(copy, copy, latin)) {
        restore(dump, restored.connection("postgres", ""), restored);

        assertThat(restored.query(COMMENT)).containsExactly("schéma");
        assertThat(restored.query(SETTINGS))
            .containsExactly(":search_path=\"schéma\", public", "zoé:work_mem=5MB");
        assertThat(restored.query(RIGHTS)).contains("zoé CONNECT f");
        assertThat(restored.query("SELECT n FROM public.t")).containsExactly("1");
      }
      assertThat(leftOut()).isEmpty();
    } finally {
      server.execute("postgres", "DROP DATABASE \"latin copy\" WITH (FORCE)");
      say(latin, "DROP OWNED BY \"zoé\"; DROP ROLE \"zoé\"");
      server.execute("postgres", "DROP DATABASE latin WITH (FORCE)");
    }
  }

  private void createLatin(PostgresDatabase database) {
    server.execute(
        "postgres",
        "CREATE DATABASE %s TEMPLATE template0 ENCODING LATIN1 LOCALE 'C' OWNER keeper"
            .formatted(Sql.name(database.name())));
  }

  @Test
  void whatTheRoleMayNotGiveIsLeftOutAndSaid() throws Exception {
    say(
        source,
        """
        ALTER DATABASE $DB SET log_statement TO 'mod';
        ALTER DATABASE $DB SET my.password TO 'hidden';
        ALTER DATABASE $DB SET work_mem TO '5MB';
        ALTER ROLE lena IN DATABASE $DB SET work_mem TO '6MB';
        ALTER ROLE keeper IN DATABASE $DB SET work_mem TO '7MB';
        GRANT CONNECT ON DATABASE $DB TO $ANNA;
        GRANT CONNECT ON DATABASE $DB TO lena;
        """);
    byte[] dump = dump();
    say(source, "REVOKE ALL ON DATABASE $DB FROM $ANNA");
    server.execute("postgres", "DROP ROLE " + Sql.name(ANNA));

    restore(dump, target.connection());

    assertThat(target.query(SETTINGS)).containsExactly(":work_mem=5MB", "keeper:work_mem=7MB");
    assertThat(target.query(RIGHTS)).contains("lena CONNECT f");
    assertThat(target.query("SELECT n FROM public.t")).containsExactly("1");
    assertThat(leftOut())
        .satisfiesExactlyInAnyOrder(
            line -> assertThat(line).contains("the setting log_statement: ", "permission denied"),
            line -> assertThat(line).contains("the setting my.password: ", "permission denied"),
            line -> assertThat(line).contains("the setting work_mem for the role lena: "),
            line -> assertThat(line).contains("CONNECT for the role " + ANNA, "does not exist"));
    assertThat(log.lines().toString()).doesNotContain("hidden");
    assertThat(server.query("postgres", "SELECT 1 FROM pg_roles WHERE rolname LIKE 'Anna%'"))
        .as("a right on the database makes no role")
        .isEmpty();
  }

  /** What can be given when a restore begins may no longer be when it ends, hours later. */
  @Test
  void aRoleThatGoesMeanwhileFailsNoRestore() throws Exception {
    say(source, "ALTER ROLE lena IN DATABASE $DB SET work_mem TO '6MB'");
    byte[] dump = dump();
    say(source, "ALTER ROLE lena IN DATABASE $DB RESET ALL");
    RunContext run = new RunContext(superuser(), Runs.newTag(), log);
    try (Restoration restoration = driver().restore(run)) {
      restoration.write(dump, 0, dump.length);
      server.execute("postgres", "DROP ROLE lena");
      restoration.commit();
    }
    driver().settle(run.connection(), run.tag());

    assertThat(target.query("SELECT n FROM public.t")).containsExactly("1");
    assertThat(leftOut()).singleElement().asString().contains("\"lena\" does not exist");
  }

  /** As the superuser, who could do all of it. */
  @Test
  void nothingElseIsHiddenInTheStatementsOfAnArchive() throws Exception {
    byte[] archive =
        new ArchiveWriter(14)
            .header()
            .entries(7)
            .entry(1, false, "DATABASE", "shop", "CREATE DATABASE shop", "keeper")
            .entry(
                2,
                false,
                "DATABASE PROPERTIES",
                "shop",
                """
                ALTER DATABASE shop CONNECTION LIMIT = 3; CREATE ROLE hacked SUPERUSER;
                ALTER DATABASE shop SET "my.guc" TO 'a'; ALTER ROLE lena SUPERUSER;
                ALTER DATABASE postgres SET "my.guc" TO 'a';
                ALTER ROLE lena IN DATABASE postgres SET "my.guc" TO 'a';
                ALTER ROLE lena SET "my.guc" TO 'a';
                ALTER DATABASE shop SET TABLESPACE pg_default;
                ALTER DATABASE shop OWNER TO lena;
                ALTER DATABASE shop SET "my"".x" TO 'it''s', 'two';
                """,
                "keeper")
            .entry(
                3,
                false,
                "COMMENT",
                "DATABASE shop",
                "COMMENT ON DATABASE shop IS E'a\\'; CREATE ROLE hacked; --';\n",
                "keeper")
            .entry(
                4,
                false,
                "COMMENT",
                "DATABASE shop",
                "COMMENT ON DATABASE shop IS 'a\\'; CREATE ROLE hacked; --';\n",
                "keeper")
            .entry(
                5,
                false,
                "ACL",
                "DATABASE shop",
                """
                GRANT lena TO keeper; GRANT CONNECT ON DATABASE shop TO lena, keeper;
                GRANT CONNECT ON DATABASE shop TO lena GRANTED BY lena;
                GRANT CONNECT ON DATABASE shop, postgres TO lena;
                SET SESSION AUTHORIZATION lena; GRANT CONNECT ON DATABASE shop TO lena;
                """,
                "keeper")
            .entry(
                6,
                false,
                "SECURITY LABEL",
                "DATABASE shop",
                "SECURITY LABEL FOR selinux ON DATABASE shop IS 'x'; /* */ DROP ROLE lena;",
                "keeper")
            .entry(7, false, "TABLE", "t", "CREATE TABLE public.t (n int);", "postgres")
            .bytes();

    restore(archive, superuser());

    assertThat(target.query("SELECT rolname FROM pg_roles WHERE rolname = 'hacked'")).isEmpty();
    assertThat(target.query("SELECT rolsuper, rolconfig FROM pg_roles WHERE rolname = 'lena'"))
        .containsExactly("f");
    assertThat(target.query("SELECT 1 FROM pg_auth_members WHERE roleid = 'lena'::regrole"))
        .isEmpty();
    assertThat(server.query("postgres", SETTINGS)).isEmpty();
    assertThat(target.query(LIMIT)).containsExactly("3");
    assertThat(target.query(SETTINGS)).containsExactly(":my.guc=a");
    assertThat(target.query(COMMENT)).containsExactly("a\\");
    assertThat(target.query(RIGHTS)).contains("lena CONNECT f").doesNotContain("keeper CONNECT t");
    assertThat(target.query("SELECT count(*) FROM t")).containsExactly("0");
    assertThat(log.lines().stream().filter(line -> line.contains("not understood")))
        .anyMatch(line -> line.endsWith("CREATE ROLE hacked SUPERUSER"))
        .hasSize(15);
    assertThat(leftOut().toString()).contains("the security label of selinux", "my\".x");
  }

  private List<String> leftOut() {
    return log.lines().stream().filter(line -> line.contains("left out of the data")).toList();
  }

  private ConnectionUri superuser() {
    return target.connection("postgres", "");
  }

  private byte[] dump() throws Exception {
    return dump(source.connection());
  }

  private byte[] dump(ConnectionUri connection) throws Exception {
    try (Dump dump = driver().dump(BackupType.DUMP, Runs.on(connection))) {
      byte[] bytes = dump.stream().readAllBytes();
      dump.awaitSuccess();
      return bytes;
    }
  }

  private void restore(byte[] dump, ConnectionUri connection) throws Exception {
    restore(dump, connection, target);
  }

  private void restore(byte[] dump, ConnectionUri connection, PostgresDatabase target)
      throws Exception {
    RunContext run = new RunContext(connection, Runs.newTag(), log);
    try (Restoration restoration = driver().restore(run)) {
      restoration.write(dump, 0, dump.length);
      restoration.commit();
    }
    driver().settle(run.connection(), run.tag());
    assertThat(Leftovers.afterAWhile(run.tag(), target)).isEmpty();
  }
}
