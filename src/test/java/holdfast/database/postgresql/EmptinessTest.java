package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.model.ConnectionUri;
import holdfast.model.FailureException;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** As a login sees it that has no rights on anything. */
class EmptinessTest {
  private static final String STRANGER = "stranger";

  /** What may be made in a database: each by itself, and how it goes. */
  private static final Map<String, String> OBJECTS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("CREATE TABLE x ()", "DROP TABLE x"),
              Map.entry(
                  "CREATE TABLE x (a int, b int GENERATED ALWAYS AS (a * 2) STORED)",
                  "DROP TABLE x"),
              Map.entry(
                  "CREATE TABLE x (a int, b int) PARTITION BY RANGE (a, (b + 1))", "DROP TABLE x"),
              Map.entry("CREATE UNLOGGED TABLE x (a int UNIQUE)", "DROP TABLE x"),
              Map.entry("CREATE VIEW x AS SELECT 1 AS a", "DROP VIEW x"),
              Map.entry("CREATE MATERIALIZED VIEW x AS SELECT 1 AS a", "DROP MATERIALIZED VIEW x"),
              Map.entry("CREATE SEQUENCE x", "DROP SEQUENCE x"),
              Map.entry("CREATE SCHEMA x", "DROP SCHEMA x"),
              Map.entry("CREATE TYPE x", "DROP TYPE x"),
              Map.entry("CREATE TYPE x AS (a int)", "DROP TYPE x"),
              Map.entry("CREATE TYPE x AS ENUM ()", "DROP TYPE x"),
              Map.entry("CREATE TYPE x AS ENUM ('a')", "DROP TYPE x"),
              Map.entry("CREATE TYPE x AS RANGE (SUBTYPE = time)", "DROP TYPE x"),
              Map.entry("CREATE DOMAIN x AS int CHECK (VALUE > 0)", "DROP DOMAIN x"),
              Map.entry(
                  "CREATE FUNCTION x() RETURNS int LANGUAGE sql AS 'SELECT 1'", "DROP FUNCTION x"),
              Map.entry("CREATE PROCEDURE x() LANGUAGE sql AS 'SELECT 1'", "DROP PROCEDURE x"),
              Map.entry(
                  "CREATE AGGREGATE x (int) (SFUNC = int4larger, STYPE = int)",
                  "DROP AGGREGATE x (int)"),
              Map.entry(
                  "CREATE OPERATOR === (FUNCTION = int4eq, LEFTARG = int, RIGHTARG = int)",
                  "DROP OPERATOR === (int, int)"),
              Map.entry(
                  "CREATE OPERATOR FAMILY x USING btree", "DROP OPERATOR FAMILY x USING btree"),
              Map.entry(
                  "CREATE OPERATOR CLASS x FOR TYPE int USING hash FAMILY integer_ops AS STORAGE int",
                  "DROP OPERATOR CLASS x USING hash"),
              Map.entry("CREATE CAST (int AS uuid) WITH INOUT", "DROP CAST (int AS uuid)"),
              Map.entry("CREATE COLLATION x FROM \"C\"", "DROP COLLATION x"),
              Map.entry(
                  "CREATE CONVERSION x FOR 'UTF8' TO 'LATIN1' FROM utf8_to_iso8859_1",
                  "DROP CONVERSION x"),
              Map.entry(
                  "CREATE TEXT SEARCH CONFIGURATION x (COPY = simple)",
                  "DROP TEXT SEARCH CONFIGURATION x"),
              Map.entry(
                  "CREATE TEXT SEARCH DICTIONARY x (TEMPLATE = simple)",
                  "DROP TEXT SEARCH DICTIONARY x"),
              Map.entry(
                  "CREATE TEXT SEARCH TEMPLATE x (LEXIZE = dsimple_lexize)",
                  "DROP TEXT SEARCH TEMPLATE x"),
              Map.entry(
                  "CREATE TEXT SEARCH PARSER x (START = prsd_start, GETTOKEN = prsd_nexttoken,"
                      + " END = prsd_end, LEXTYPES = prsd_lextype)",
                  "DROP TEXT SEARCH PARSER x"),
              Map.entry(
                  "CREATE ACCESS METHOD x TYPE INDEX HANDLER bthandler", "DROP ACCESS METHOD x"),
              Map.entry("CREATE LANGUAGE x HANDLER plpgsql_call_handler", "DROP LANGUAGE x"),
              Map.entry(
                  "CREATE TRANSFORM FOR int LANGUAGE plpgsql (FROM SQL WITH FUNCTION prsd_lextype(internal))",
                  "DROP TRANSFORM FOR int LANGUAGE plpgsql"),
              Map.entry("CREATE FOREIGN DATA WRAPPER x NO HANDLER", "DROP FOREIGN DATA WRAPPER x"),
              Map.entry("CREATE PUBLICATION x FOR ALL TABLES", "DROP PUBLICATION x"),
              Map.entry("CREATE PUBLICATION x", "DROP PUBLICATION x"),
              Map.entry(
                  "CREATE EVENT TRIGGER x ON sql_drop EXECUTE FUNCTION of_members.note()",
                  "DROP EVENT TRIGGER x"),
              Map.entry("CREATE SERVER x FOREIGN DATA WRAPPER postgres_fdw", "DROP SERVER x"),
              Map.entry(
                  "CREATE USER MAPPING FOR postgres SERVER of_members",
                  "DROP USER MAPPING FOR postgres SERVER of_members"),
              Map.entry(
                  "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO stranger",
                  "ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE SELECT ON TABLES FROM stranger"),
              Map.entry(
                  "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
                  "ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO PUBLIC"),
              Map.entry("SELECT lo_create(4711)", "SELECT lo_unlink(4711)"),
              Map.entry(
                  "SELECT lo_create(0)", "SELECT lo_unlink(oid) FROM pg_largeobject_metadata")));

  /** All that need no other program on the machine. */
  private static final String EXTENSIONS =
      """
      SELECT quote_ident(name) FROM pg_available_extensions
      WHERE name !~ '^pl|_pl|xml2|sslinfo' ORDER BY 1
      """;

  @ParameterizedTest
  @ValueSource(ints = {14, 15, 17, 18})
  void nothingIsOverlookedAndExtensionsDoNotCount(int major) throws Exception {
    try (Site site = Site.on(major)) {
      PostgresDatabase database = site.database();
      assertThat(site.isEmpty()).as("new").isTrue();
      List<String> extensions = database.query(EXTENSIONS);
      assertThat(extensions)
          .contains("citext", "hstore", "cube", "postgres_fdw")
          .hasSizeGreaterThan(35);
      for (String extension : extensions) {
        database.execute("CREATE EXTENSION IF NOT EXISTS %s CASCADE".formatted(extension));
      }
      assertThat(site.isEmpty()).as("with all extensions").isTrue();
      addMembers(database);
      assertThat(site.isEmpty()).as("with all that members may have").isTrue();
      for (Map.Entry<String, String> object : OBJECTS.entrySet()) {
        database.execute(object.getKey());
        assertThat(site.isEmpty()).as(object.getKey()).isFalse();
        database.execute(object.getValue());
        assertThat(site.isEmpty()).as(object.getValue()).isTrue();
      }
    }
  }

  /** What these extensions lack: tables with all that belongs to one, and a server. */
  private static void addMembers(PostgresDatabase database) {
    database.execute(
        """
        CREATE SCHEMA of_members;
        CREATE FUNCTION of_members.note() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
        CREATE FUNCTION of_members.act() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END';
        CREATE TABLE of_members.t (id serial PRIMARY KEY, x text CHECK (x <> '') DEFAULT 'a');
        CREATE INDEX ON of_members.t (x);
        CREATE TRIGGER act AFTER INSERT ON of_members.t EXECUTE FUNCTION of_members.act();
        CREATE RULE r AS ON DELETE TO of_members.t DO NOTHING;
        CREATE POLICY p ON of_members.t;
        CREATE STATISTICS of_members.s ON id, x FROM of_members.t;
        CREATE VIEW of_members.v AS SELECT * FROM of_members.t;
        CREATE TYPE of_members.e AS ENUM ('a', 'b');
        CREATE SERVER of_members FOREIGN DATA WRAPPER postgres_fdw;
        ALTER EXTENSION citext ADD SCHEMA of_members;
        ALTER EXTENSION citext ADD FUNCTION of_members.note;
        ALTER EXTENSION citext ADD FUNCTION of_members.act;
        ALTER EXTENSION citext ADD TABLE of_members.t;
        ALTER EXTENSION citext ADD SEQUENCE of_members.t_id_seq;
        ALTER EXTENSION citext ADD VIEW of_members.v;
        ALTER EXTENSION citext ADD TYPE of_members.e;
        ALTER EXTENSION citext ADD SERVER of_members;
        """);
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void whatIsTheServersOwnDoesNotCount(int major) throws Exception {
    try (Site site = Site.on(major)) {
      PostgresDatabase database = site.database();
      database.execute(
          """
        DROP SCHEMA public;
        CREATE SCHEMA public;
        GRANT ALL ON SCHEMA public TO stranger;
        COMMENT ON SCHEMA public IS 'ours';
        DROP EXTENSION plpgsql;
        CREATE EXTENSION plpgsql;
        REVOKE EXECUTE ON FUNCTION pg_sleep(float8) FROM PUBLIC;
        GRANT CREATE ON DATABASE "%s" TO stranger;
        SELECT pg_import_system_collations('pg_catalog');
        """
              .formatted(database.name()));
      try (Connection other = database.connect();
          Statement statement = other.createStatement()) {
        statement.execute("CREATE TEMP TABLE passing (id serial PRIMARY KEY, x text)");
        assertThat(site.isEmpty()).isTrue();
      }
    }
  }

  /** A new database and who looks at it. */
  private record Site(PostgresDatabase database, PgSession session) implements AutoCloseable {

    static Site on(int major) throws FailureException {
      PostgresServer server = PostgresServers.shared(major);
      server.createRole(STRANGER, "");
      PostgresDatabase database = server.createDatabase();
      ConnectionUri connection = database.connection(STRANGER, PostgresServer.PASSWORD);
      return new Site(database, PgSession.open(PgUri.of(connection), "holdfast"));
    }

    boolean isEmpty() throws SQLException {
      return Emptiness.of(session);
    }

    @Override
    public void close() {
      session.close();
      PostgresServers.dropDatabases();
      database.server().execute("postgres", "DROP ROLE " + STRANGER);
    }
  }
}
