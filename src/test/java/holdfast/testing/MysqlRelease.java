package holdfast.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The releases of MariaDB and MySQL that the tests have servers of. */
public enum MysqlRelease {
  /** The one that this machine has installed. */
  MARIADB_10("MariaDB before 11.3", ""),
  MARIADB_11("MariaDB 11.3 and newer", "mariadb-11.4.5"),
  MYSQL_5("MySQL (5.7|with)", "mysql-5.7.22"),
  MYSQL_8("MySQL (8.0 before 8.0.20|with)", "mysql-8.0.15"),
  /** The one that Debian has, which {@code ./check all} unpacks: {@link UnpackedServers}. */
  MYSQL_9("MySQL ((8.0.16|8.0.20|8.2) and newer|with)", "");

  private final Pattern nameInDocs;
  private final String jar;

  MysqlRelease(String nameInDocs, String jar) {
    this.nameInDocs = Pattern.compile(nameInDocs);
    this.jar = jar;
  }

  /** Whether a statement of docs/databases.md is for it, by the comment behind. */
  boolean isMeantBy(String statement) {
    return !statement.contains("-- ") || nameInDocs.matcher(statement).find();
  }

  /** The right to read routines, as docs/databases.md has it. */
  public String routineGrant(String database) {
    return switch (this) {
      case MARIADB_10, MYSQL_5 -> "SELECT ON mysql.proc";
      case MARIADB_11 -> "SHOW CREATE ROUTINE ON `" + database + "`.*";
      case MYSQL_8 -> "SELECT ON *.*";
      case MYSQL_9 -> "SHOW_ROUTINE ON *.*";
    };
  }

  /** The right to make objects of other users, as docs/databases.md has it. */
  public String definerGrant() {
    return switch (this) {
      case MARIADB_10, MARIADB_11 -> "SET USER";
      case MYSQL_5 -> "SUPER";
      case MYSQL_8 -> "SET_USER_ID";
      case MYSQL_9 -> "SET_ANY_DEFINER";
    };
  }

  /** What its version begins with. */
  public String versionBegins() {
    return switch (this) {
      case MARIADB_10 -> "10.";
      case MARIADB_11 -> "11.4.5-MariaDB";
      case MYSQL_5 -> "5.7.22";
      case MYSQL_8 -> "8.0.15";
      case MYSQL_9 -> "9.";
    };
  }

  public boolean isMariaDb() {
    return this == MARIADB_10 || this == MARIADB_11;
  }

  /** Asks where its binary log is. */
  public String binaryLogStatus() {
    return this == MYSQL_9 ? "SHOW BINARY LOG STATUS" : "SHOW MASTER STATUS";
  }

  /** A table, named {@code seq}, whose column {@code seq} has the numbers from 1 on. */
  public String numbers(int upTo) {
    if (isMariaDb()) {
      return "seq_1_to_" + upTo + " seq";
    }
    String digit =
        "(SELECT 0 d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL"
            + " SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8"
            + " UNION ALL SELECT 9)";
    return "(SELECT 1 + a.d + 10 * b.d + 100 * c.d + 1000 * e.d AS seq FROM %1$s a, %1$s b, %1$s c, %1$s e HAVING seq <= %2$d) seq"
        .formatted(digit, upTo);
  }

  /** The folder of the programs that it brings: its server and, with MariaDB, client tools. */
  public Path programs() {
    return this == MYSQL_9 ? UnpackedServers.folder("sid") : folder().resolve("bin");
  }

  private Path folder() {
    return this == MYSQL_9 ? programs().resolveSibling("usr") : ServerPrograms.folder(jar);
  }

  /** Where MySQL looks for libraries that it brings, or that were linked there. */
  Map<String, String> environment() {
    return isMariaDb() || this == MYSQL_9
        ? Map.of()
        : Map.of("LD_LIBRARY_PATH", programs().toString());
  }

  /** What makes the data folder in a folder. */
  List<String> installation(Path folder) {
    Path data = folder.resolve("data");
    return switch (this) {
      case MARIADB_10 -> install("mariadb-install-db", data, List.of());
      case MARIADB_11 ->
          install(
              folder().resolve("scripts/mariadb-install-db").toString(),
              data,
              List.of("--basedir=" + folder()));
      case MYSQL_5, MYSQL_8, MYSQL_9 ->
          List.of(
              programs().resolve("mysqld").toString(),
              "--no-defaults",
              "--initialize-insecure",
              "--basedir=" + folder(),
              "--loose-innodb-log-file-size=16M",
              "--init-file=" + superuser(folder),
              "--datadir=" + data);
    };
  }

  private static List<String> install(String program, Path data, List<String> more) {
    List<String> options =
        List.of(
            program,
            "--no-defaults",
            "--auth-root-authentication-method=normal",
            "--skip-test-db",
            "--innodb-log-file-size=16M",
            "--datadir=" + data);
    return Stream.concat(options.stream(), more.stream()).toList();
  }

  /** MySQL makes one only who comes through the socket, which JDBC does not know. */
  private static Path superuser(Path folder) {
    try {
      return Files.writeString(
          folder.resolve("superuser.sql"),
          """
          CREATE USER 'root'@'127.0.0.1';
          GRANT ALL ON *.* TO 'root'@'127.0.0.1' WITH GRANT OPTION;
          """);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What starts a server; the options come after. */
  List<String> server() {
    return switch (this) {
      case MARIADB_10 -> List.of("mariadbd", "--no-defaults");
      case MARIADB_11 ->
          List.of(
              programs().resolve("mariadbd").toString(), "--no-defaults", "--basedir=" + folder());
      case MYSQL_5, MYSQL_8, MYSQL_9 ->
          List.of(
              programs().resolve("mysqld").toString(),
              "--no-defaults",
              "--basedir=" + folder(),
              "--loose-mysqlx=OFF",
              "--secure-file-priv=NULL");
    };
  }
}
