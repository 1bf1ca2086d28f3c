package holdfast.database.mysql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.database.DatabaseDriver;
import holdfast.database.Dump;
import holdfast.database.ToolDriverContract;
import holdfast.model.ConnectionUri;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.FoundDatabase;
import holdfast.testing.Background;
import holdfast.testing.Leftovers;
import holdfast.testing.MariaDbDatabase;
import holdfast.testing.MariaDbServers;
import holdfast.testing.Runs;
import holdfast.testing.SampleDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MysqlDriverTest extends ToolDriverContract {
  private static final String WAITING =
      "SELECT id FROM information_schema.PROCESSLIST WHERE state LIKE 'Waiting for table metadata%'";

  @Override
  protected DatabaseDriver driver() {
    return new MysqlDriver();
  }

  @Override
  protected DatabaseDriver driverWhoseToolSays(Path bytes, Path toolFolder) throws IOException {
    Path tool = toolFolder.resolve("mariadb-dump");
    Files.writeString(
        tool,
        """
        #!/bin/sh
        case $1 in --version) echo 'mariadb-dump from 11.99.1-MariaDB, client 10.19';; *) cat '%s';; esac
        """
            .formatted(bytes));
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));
    return new MysqlDriver(new MysqlTools(List.of(toolFolder)));
  }

  @Override
  protected SampleDatabase newDatabase() {
    return MariaDbServers.shared().createDatabase();
  }

  @Override
  @AfterEach
  protected void dropDatabases() {
    MariaDbServers.dropDatabases();
  }

  /** The views that list them compare names without regard to case and accents. */
  @Test
  void listsDatabasesWhoseNamesDifferInCaseOnly() throws Exception {
    SampleDatabase any = filledDatabase();
    List<String> names = List.of("Twin", "twin", "twín");
    names.forEach(name -> onServer(any, "CREATE DATABASE `" + name + "`"));
    try {
      names.forEach(name -> onServer(any, "GRANT SELECT ON `" + name + "`.* TO 'keeper'@'%'"));
      assertThat(driver().databases(any.connection()))
          .extracting(FoundDatabase::name)
          .containsSubsequence("Twin", "twin", "twín");
    } finally {
      names.forEach(name -> onServer(any, "DROP DATABASE `" + name + "`"));
    }
  }

  @Test
  void listsADatabaseWithALineBreakInItsNameAndSaysSo() throws Exception {
    SampleDatabase any = filledDatabase();
    onServer(any, "CREATE DATABASE `two\nlines`");
    try {
      onServer(any, "GRANT SELECT ON `two\nlines`.* TO 'keeper'@'%'");
      assertThat(driver().databases(any.connection()))
          .filteredOn(found -> found.name().equals("two\nlines"))
          .singleElement()
          .satisfies(
              found ->
                  assertThat(found.obstacle().orElseThrow().message())
                      .contains("\"two\\nlines\" has a line break in its name"));
    } finally {
      onServer(any, "DROP DATABASE `two\nlines`");
    }
  }

  /** Or a backup of all would be called completed without those that the server hides. */
  @Test
  void whoDoesNotSeeAllDatabasesIsTold() throws Exception {
    MariaDbDatabase any = (MariaDbDatabase) newDatabase();
    onServer(any, "CREATE USER 'seer'@'%' IDENTIFIED BY 'Pa55word'");
    ConnectionUri seer = any.connection("seer", "Pa55word");
    try {
      onServer(any, "GRANT SELECT ON `" + any.name() + "`.* TO 'seer'@'%'");
      FailureException e =
          catchThrowableOfType(FailureException.class, () -> driver().requireAllVisible(seer));
      assertThat(e.failure().code()).isEqualTo(FailureCode.DATABASE_RIGHTS);
      assertThat(e.failure().hint()).contains("GRANT SHOW DATABASES ON *.* TO 'seer'@'%';");

      onServer(any, "GRANT SHOW DATABASES ON *.* TO 'seer'@'%'");
      driver().requireAllVisible(seer);
      onServer(any, "REVOKE SHOW DATABASES ON *.* FROM 'seer'@'%'");
      onServer(any, "GRANT SELECT ON *.* TO 'seer'@'%'");
      driver().requireAllVisible(seer);
      assertThat(driver().databases(seer)).extracting(FoundDatabase::name).contains(any.name());
    } finally {
      onServer(any, "DROP USER 'seer'@'%'");
    }
  }

  /** Nobody knows then whether its views could be made again. */
  @Test
  void aTargetThatIsAboutToBeAlteredIsToldOfAsLocked() throws Exception {
    MariaDbDatabase target = (MariaDbDatabase) filledDatabase();
    FailureException e;
    CompletableFuture<Void> altering;
    try (Connection reader = target.server().connect(target.name());
        Statement statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      statement.executeQuery("SELECT id FROM customer").close();
      altering = Background.run(() -> target.execute("ALTER TABLE customer ADD later int"));
      assertThat(Leftovers.await(() -> !target.query(WAITING).isEmpty())).isTrue();
      e =
          catchThrowableOfType(
              FailureException.class, () -> driver().restore(Runs.on(target.connection())).close());
    }
    altering.join();
    assertThat(e.failure().code()).isEqualTo(FailureCode.RESTORE_REQUIREMENTS);
    assertThat(e.failure().hint()).startsWith("Somebody's transaction uses the tables");
    driver().restore(Runs.on(target.connection())).close();
  }

  private static void onServer(SampleDatabase database, String sql) {
    ((MariaDbDatabase) database).server().execute("", sql);
  }

  /**
   * The tool gives the head of the dump, and each table's definition, before it asks for rows: what
   * has come by then is no success.
   */
  @Override
  protected void assertEndsWithNothing(Dump dump) throws IOException {
    assertThat(new String(dump.stream().readAllBytes(), UTF_8))
        .doesNotContain("INSERT INTO `customer`", "Dump completed");
    assertThat(failureOf(dump).failure().code()).isEqualTo(FailureCode.DUMP_FAILED);
  }
}
