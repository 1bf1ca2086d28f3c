package holdfast.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** One running server of MariaDB or MySQL. Thread-safe. */
public final class MariaDbServer implements AutoCloseable {
  /** Who may back up and restore, with the rights that docs/databases.md names and no more. */
  public static final String KEEPER = "keeper";

  /** Who may back up only. */
  public static final String READER = "backup";

  /** Who may back up and restore all databases of the server. */
  public static final String OVERSEER = "overseer";

  /** With everything that has to be encoded somewhere on its way. */
  public static final String PASSWORD = "s3cr:t/p@ss \\w'örd%\"#";

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final MysqlRelease release;
  private final Path folder;
  private final int port;
  private final Process process;
  private final Queue<String> databases = new ConcurrentLinkedQueue<>();

  private MariaDbServer(MysqlRelease release, Path folder, int port, Process process) {
    this.release = release;
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  static MariaDbServer start(MysqlRelease release, Path folder, List<String> options)
      throws IOException {
    install(release, folder);
    int port = FreePort.next();
    List<String> command = new ArrayList<>(release.server());
    command.addAll(
        List.of(
            "--datadir=" + folder.resolve("data"),
            "--socket=" + folder.resolve("s.sock"),
            "--port=" + port,
            "--bind-address=127.0.0.1",
            // A starting server of MariaDB deletes temporary tables of others that share a folder.
            "--tmpdir=" + Files.createDirectories(folder.resolve("tmp")),
            "--innodb-flush-log-at-trx-commit=0",
            "--loose-innodb-flush-method=nosync",
            "--skip-innodb-doublewrite",
            "--sync-binlog=0",
            "--loose-sync-frm=OFF",
            "--innodb-buffer-pool-size=64M",
            "--loose-innodb-log-file-size=16M",
            "--skip-name-resolve",
            "--max-allowed-packet=1G",
            "--log-bin-trust-function-creators=1",
            "--event-scheduler=ON"));
    command.addAll(asUser());
    command.addAll(options);
    Process process = run(release, command, folder.resolve("server.log"));
    MariaDbServer server = new MariaDbServer(release, folder, port, process);
    if (!Leftovers.await(server::answers)) {
      throw new AssertionError(Files.readString(folder.resolve("server.log")));
    }
    return server;
  }

  private static void install(MysqlRelease release, Path folder) throws IOException {
    List<String> command = new ArrayList<>(release.installation(folder));
    command.addAll(asUser());
    Process process = run(release, command, folder.resolve("install.log"));
    try {
      if (process.waitFor() != 0) {
        throw new AssertionError(Files.readString(folder.resolve("install.log")));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Process run(MysqlRelease release, List<String> command, Path log)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(release.environment());
    return builder.start();
  }

  /** The server refuses to run as root unless told so. */
  private static List<String> asUser() {
    return System.getProperty("user.name").equals("root") ? List.of("--user=root") : List.of();
  }

  private boolean answers() {
    if (!process.isAlive()) {
      throw new AssertionError("the server has ended: see " + folder);
    }
    try (Connection connection = connect("")) {
      return connection.isValid(1);
    } catch (SQLException | IllegalStateException e) {
      return false;
    }
  }

  public MysqlRelease release() {
    return release;
  }

  public int port() {
    return port;
  }

  /** A new, empty database that the {@link #KEEPER} keeps and the {@link #READER} may read. */
  public MariaDbDatabase createDatabase() {
    String name = "Shop " + NUMBER.incrementAndGet();
    databases.add(name);
    execute("", "CREATE DATABASE `" + name + "` CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci");
    DocumentedUsers.statements(release, READER, name, PASSWORD).forEach(sql -> execute("", sql));
    DocumentedUsers.statements(release, KEEPER, name, PASSWORD).forEach(sql -> execute("", sql));
    // Or the server would not say that it is missing.
    execute("", "GRANT SELECT ON `" + name + " gone`.* TO '" + KEEPER + "'@'%'");
    return new MariaDbDatabase(this, name);
  }

  /** Makes the {@link #OVERSEER}. */
  public void createOverseer() {
    DocumentedUsers.statements(release, OVERSEER, "", PASSWORD).forEach(sql -> execute("", sql));
  }

  /** Lets the {@link #KEEPER} see all databases, as backups of all need it. */
  public void showAllDatabases() {
    createDatabase(); // which makes the user
    execute("", "GRANT SHOW DATABASES ON *.* TO '" + KEEPER + "'@'%'");
  }

  /** Drops the databases made by {@link #createDatabase}. */
  public void dropDatabases() {
    for (String name = databases.poll(); name != null; name = databases.poll()) {
      execute("", "DROP DATABASE IF EXISTS `" + name + "`");
    }
  }

  /** A session of the superuser. */
  public Connection connect(String database) {
    try {
      return DriverManager.getConnection(
          "jdbc:mariadb://127.0.0.1:%d/%s?user=root&allowMultiQueries=true"
              .formatted(port, database));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs statements as the superuser. */
  public void execute(String database, String sql) {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      boolean isResult = statement.execute(sql);
      while (isResult || statement.getUpdateCount() >= 0) {
        isResult =
            statement.getMoreResults(); // An error of a later statement comes with its result.
      }
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

  /** Ends it at once, as a crash of its machine would; its data is gone too. */
  @Override
  public void close() {
    process.destroyForcibly();
    Leftovers.await(() -> !process.isAlive());
    deleteAll(folder);
  }

  static void deleteAll(Path folder) {
    try (Stream<Path> files = Files.exists(folder) ? Files.walk(folder) : Stream.of()) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
