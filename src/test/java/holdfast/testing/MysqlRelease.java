package holdfast.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The releases of MariaDB and MySQL that the tests have servers of. */
public enum MysqlRelease {
  /** The one that this machine has installed. */
  MARIADB_10("MariaDB before 11.3", ""),
  MARIADB_11("MariaDB 11.3 and newer", "mariadb-11.4.5"),
  MYSQL_5("MySQL 5.7", "mysql-5.7.22"),
  MYSQL_8("MySQL 8.0 before 8.0.20", "mysql-8.0.15");

  private final String nameInDocs;
  private final String jar;

  MysqlRelease(String nameInDocs, String jar) {
    this.nameInDocs = nameInDocs;
    this.jar = jar;
  }

  /** How docs/databases.md calls it where statements differ. */
  String nameInDocs() {
    return nameInDocs;
  }

  /** The right to read routines, as docs/databases.md has it. */
  public String routineGrant(String database) {
    return switch (this) {
      case MARIADB_10, MYSQL_5 -> "SELECT ON mysql.proc";
      case MARIADB_11 -> "SHOW CREATE ROUTINE ON `" + database + "`.*";
      case MYSQL_8 -> "SELECT ON *.*";
    };
  }

  /** What its version begins with. */
  public String versionBegins() {
    return switch (this) {
      case MARIADB_10 -> "10.";
      case MARIADB_11 -> "11.4.5-MariaDB";
      case MYSQL_5 -> "5.7.22";
      case MYSQL_8 -> "8.0.15";
    };
  }

  public boolean isMariaDb() {
    return this == MARIADB_10 || this == MARIADB_11;
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
    return folder().resolve("bin");
  }

  private Path folder() {
    return ServerPrograms.folder(jar);
  }

  /** Where MySQL looks for libraries that it brings, or that were linked there. */
  Map<String, String> environment() {
    return isMariaDb() ? Map.of() : Map.of("LD_LIBRARY_PATH", programs().toString());
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
      case MYSQL_5, MYSQL_8 ->
          List.of(
              programs().resolve("mysqld").toString(),
              "--no-defaults",
              "--initialize-insecure",
              "--basedir=" + folder(),
              "--innodb-log-file-size=16M",
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
      case MYSQL_5, MYSQL_8 ->
          List.of(
              programs().resolve("mysqld").toString(),
              "--no-defaults",
              "--basedir=" + folder(),
              "--loose-mysqlx=OFF");
    };
  }
}
