package holdfast.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** One running PostgreSQL server. Thread-safe. */
public final class PostgresServer implements AutoCloseable {
  /** A role that may create databases and is no superuser: who an addon should log in as. */
  public static final String KEEPER = "keeper";

  /** The same for one who may create no databases either. */
  public static final String TENANT = "tenant";

  /** With everything that has to be encoded somewhere on its way. */
  public static final String PASSWORD = "s3cr:t/p@ss \\w'örd%";

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final int major;
  private final EmbeddedPostgres server;
  private final Path data;
  private final Queue<String> databases = new ConcurrentLinkedQueue<>();

  PostgresServer(int major, EmbeddedPostgres server, Path data) throws IOException, SQLException {
    this.major = major;
    this.server = server;
    this.data = data;
    if (query("postgres", "SELECT 1 FROM pg_roles WHERE rolname = '" + KEEPER + "'").isEmpty()) {
      createRole(KEEPER, "CREATEDB");
      createRole(TENANT, "");
    }
    Files.writeString(
        data.resolve("pg_hba.conf"),
        """
        host all postgres 127.0.0.1/32 trust
        host all all 127.0.0.1/32 scram-sha-256
        host replication all 127.0.0.1/32 scram-sha-256
        """,
        UTF_8);
    execute("postgres", "SELECT pg_reload_conf()");
  }

  /** A role with the password of all. */
  public void createRole(String name, String rights) {
    execute(
        "postgres",
        "CREATE ROLE %s LOGIN %s PASSWORD '%s'"
            .formatted(name, rights, PASSWORD.replace("'", "''")));
  }

  public int major() {
    return major;
  }

  public int port() {
    return server.getPort();
  }

  /** A new, empty database that the {@link #KEEPER} owns. */
  public PostgresDatabase createDatabase() {
    return createDatabase(KEEPER);
  }

  /** The same for another owner. */
  public PostgresDatabase createDatabase(String owner) {
    String name = "Shop " + NUMBER.incrementAndGet();
    databases.add(name);
    execute("postgres", "CREATE DATABASE \"" + name + "\" OWNER " + owner);
    return new PostgresDatabase(this, name, owner);
  }

  /** Drops the databases made by {@link #createDatabase}, whoever is in them. */
  public void dropDatabases() {
    for (String name = databases.poll(); name != null; name = databases.poll()) {
      execute("postgres", "DROP DATABASE IF EXISTS \"" + name + "\" WITH (FORCE)");
    }
  }

  /** A session of the superuser. */
  public Connection connect(String database) {
    try {
      return server.getDatabase("postgres", database).getConnection();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs statements as the superuser. */
  public void execute(String database, String sql) {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** The first column of what the superuser is answered. */
  public List<String> query(String database, String sql) {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Ends it before its time, as somebody does who means to: sessions are told. */
  public void stop() {
    close();
  }

  /** Ends it at once, as a crash of its machine would; its data is gone too. */
  public void kill() {
    try {
      for (String pid :
          query("postgres", "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()")) {
        ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
      }
    } finally {
      close();
    }
  }

  /**
   * Ends all its processes at once and keeps its data; answers the command that {@link #startAgain}
   * needs.
   */
  public List<String> crash() throws IOException {
    ProcessHandle postmaster =
        ProcessHandle.of(Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0)))
            .orElseThrow();
    List<String> command = new ArrayList<>(List.of("unshare", "-U"));
    command.add(postmaster.info().command().orElseThrow());
    command.addAll(List.of(postmaster.info().arguments().orElseThrow()));
    List<ProcessHandle> all =
        Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    Leftovers.await(() -> all.stream().noneMatch(ProcessHandle::isAlive));
    return command;
  }

  /** Starts it on the data that a crash left, at the port where it was. */
  public void startAgain(List<String> command) throws IOException {
    new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
    if (!Leftovers.await(this::answers)) {
      throw new AssertionError("the server did not come back");
    }
  }

  private boolean answers() {
    try (Connection connection = server.getDatabase("postgres", "postgres").getConnection()) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
