package holdfast.database.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.database.tool.PrivateFolders;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MysqlToolsTest {
  private static final String MARIADB_10_3 =
      "mysqldump  Ver 10.17 Distrib 10.3.39-MariaDB, for debian-linux-gnu (x86_64)";
  private static final String MARIADB_10_5 =
      "mariadb-dump  Ver 10.19 Distrib 10.5.23-MariaDB, for debian-linux-gnu (x86_64)";
  private static final String MARIADB_10_11 =
      "mariadb-dump  Ver 10.19 Distrib 10.11.6-MariaDB, for debian-linux-gnu (x86_64)";
  private static final String MARIADB_11 =
      "mariadb-dump from 11.4.5-MariaDB, client 10.19 for linux-systemd (x86_64)";
  private static final String MYSQL_5 = "mysqldump  Ver 10.13 Distrib 5.7.44, for Linux (x86_64)";
  private static final String MYSQL_8_0 =
      "mysqldump  Ver 8.0.36 for Linux on x86_64 (MySQL Community Server - GPL)";
  private static final String MYSQL_8_4 =
      "mysqldump  Ver 8.4.2 for Linux on x86_64 (MySQL Community Server - GPL)";
  private static final String MYSQL_9 = "mysqldump  Ver 9.7.4-2 for Linux on x86_64 ((Debian))";

  @TempDir Path folder;

  @Test
  void dumpsMariaDbWithTheNewestOfItsOwn() throws Exception {
    MysqlTools tools = machineWith(MARIADB_10_5, MARIADB_11, MARIADB_10_11, MYSQL_9);
    assertThat(tools.dumper(mariaDb("10.11.6")).title()).isEqualTo("mariadb-dump 11.4.5");
    assertThat(tools.dumper(mariaDb("11.4.2")).title()).isEqualTo("mariadb-dump 11.4.5");
  }

  @Test
  void dumpsMysqlWithItsOwnOfTheSameMajorVersionIfThatIsNewEnough() throws Exception {
    MysqlTools tools = machineWith(MARIADB_10_11, MYSQL_5, MYSQL_8_0, MYSQL_8_4);
    assertThat(tools.dumper(mysql("5.7.22")).title()).isEqualTo("mysqldump 5.7.44");
    assertThat(tools.dumper(mysql("8.0.40")).title()).isEqualTo("mysqldump 8.4.2");
    assertThat(tools.dumper(mysql("8.4.9")).title()).isEqualTo("mysqldump 8.4.2");
    assertThat(tools.dumper(mysql("9.0.1")).title()).isEqualTo("mariadb-dump 10.11.6");
    assertThat(machineWith(MARIADB_10_5, MYSQL_8_0).dumper(mysql("8.4.0")).title())
        .isEqualTo("mariadb-dump 10.5.23");
  }

  @Test
  void takesMysqlsOfANewerMajorVersionIfThereIsNoOther() throws Exception {
    assertThat(machineWith(MARIADB_10_5, MYSQL_9).dumper(mysql("8.0.15")).title())
        .isEqualTo("mariadb-dump 10.5.23");
    assertThat(machineWith(MARIADB_10_3, MYSQL_9).dumper(mysql("8.0.15")).title())
        .isEqualTo("mysqldump 9.7.4");
    assertThat(machineWith(MYSQL_8_4).dumper(mysql("5.7.22")).title()).isEqualTo("mysqldump 8.4.2");
  }

  @Test
  void saysWhatItFoundAndWhatIsNeeded() throws Exception {
    Failure failure = failure(machineWith(MARIADB_10_3, MYSQL_9), mariaDb("10.11.6"));
    assertThat(failure.code()).isEqualTo(FailureCode.TOOL_TOO_OLD);
    assertThat(failure.message())
        .isEqualTo(
            "no suitable dump tool on this machine for MariaDB 10.11.6-MariaDB: found mysqldump"
                + " 10.3.39; mariadb-dump 10.5 or newer is needed");
    assertThat(failure.hint()).contains("mariadb-client");

    failure = failure(machineWith(MYSQL_8_0, MARIADB_10_3), mysql("8.4.9"));
    assertThat(failure.code()).isEqualTo(FailureCode.TOOL_TOO_OLD);
    assertThat(failure.message())
        .isEqualTo(
            "no suitable dump tool on this machine for MySQL 8.4.9: found mysqldump 8.0.36,"
                + " mysqldump 10.3.39; mariadb-dump 10.5 or mysqldump 8.4, or newer, is needed");

    failure = failure(machineWith(MYSQL_9), mysql("5.7.22"));
    assertThat(failure.code()).isEqualTo(FailureCode.TOOL_TOO_OLD);
  }

  @Test
  void needsANewerToolForTheHistoryOfVersionedTables() throws Exception {
    DumpNeeds history = new DumpNeeds(mariaDb("10.11.6").server(), true, false);
    assertThat(machineWith(MARIADB_10_5, MARIADB_10_11).dumper(history).title())
        .isEqualTo("mariadb-dump 10.11.6");
    Failure failure = failure(machineWith(MARIADB_10_5), history);
    assertThat(failure.code()).isEqualTo(FailureCode.TOOL_TOO_OLD);
    assertThat(failure.message())
        .endsWith(
            "found mariadb-dump 10.5.23; mariadb-dump 10.11 or newer is needed, for the history"
                + " of versioned tables");
  }

  @Test
  void needsMysqlsOwnForVectors() throws Exception {
    DumpNeeds vectors = new DumpNeeds(mysql("9.7.4").server(), false, true);
    assertThat(machineWith(MARIADB_11, MYSQL_9).dumper(vectors).title())
        .isEqualTo("mysqldump 9.7.4");
    Failure failure = failure(machineWith(MARIADB_11), vectors);
    assertThat(failure.code()).isEqualTo(FailureCode.TOOL_MISSING);
    assertThat(failure.message())
        .isEqualTo(
            "no suitable dump tool on this machine for MySQL 9.7.4: found mariadb-dump 11.4.5; mysqldump"
                + " 9.7 or newer is needed, for VECTOR columns");
    assertThat(failure.hint()).contains("mysql-client");
    assertThat(failure(machineWith(MARIADB_11, MYSQL_8_4), vectors).code())
        .isEqualTo(FailureCode.TOOL_TOO_OLD);
  }

  @Test
  void saysThatThereIsNone() throws Exception {
    Failure failure = failure(machineWith(), mysql("8.0.15"));
    assertThat(failure.code()).isEqualTo(FailureCode.TOOL_MISSING);
    assertThat(failure.message())
        .isEqualTo(
            "no dump tool on this machine for MySQL 8.0.15: mariadb-dump 10.5 or mysqldump 8.0, or"
                + " newer, is needed");
  }

  @Test
  void findsThoseOfThisMachine() throws Exception {
    assertThat(
            MysqlTools.ofThisMachine(PrivateFolders.ofThisMachine())
                .dumper(mariaDb("10.3.1"))
                .major())
        .isGreaterThanOrEqualTo(10);
  }

  /** Tools that say these versions; the first word is their name. */
  private MysqlTools machineWith(String... versions) throws IOException {
    List<Path> folders = new ArrayList<>();
    for (String version : versions) {
      Path bin = Files.createTempDirectory(folder, "bin");
      Path tool =
          Files.writeString(
              bin.resolve(version.split(" ", 2)[0]), "#!/bin/sh\necho '" + version + "'\n");
      Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));
      folders.add(bin);
    }
    return new MysqlTools(folders);
  }

  private static DumpNeeds mariaDb(String version) {
    return needs(version + "-MariaDB", true);
  }

  private static DumpNeeds mysql(String version) {
    return needs(version, false);
  }

  private static DumpNeeds needs(String version, boolean isMariaDb) {
    int major = Integer.parseInt(version.split("\\.", 2)[0]);
    return new DumpNeeds(new MysqlServer(version, isMariaDb, major, true), false, false);
  }

  private static Failure failure(MysqlTools tools, DumpNeeds needs) {
    return catchThrowableOfType(FailureException.class, () -> tools.dumper(needs)).failure();
  }
}
