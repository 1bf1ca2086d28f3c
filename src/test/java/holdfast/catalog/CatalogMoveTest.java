package holdfast.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.catalog.CatalogMove.Moved;
import holdfast.model.Backup;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServers;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogMoveTest {
  private static final int LINES = 1203;

  @TempDir private Path folder;
  private Path file;
  private PostgresDatabase database;
  private PostgresCatalog.Settings target;

  @BeforeEach
  void fillCatalog() {
    file = folder.resolve("catalog.db");
    database = PostgresServers.shared(14).createDatabase();
    target =
        PostgresCatalog.Settings.of(
            "jdbc:postgresql://127.0.0.1:%d/%s?user=postgres"
                .formatted(database.port(), database.name().replace(" ", "%20")));
    try (Catalog catalog = SqliteCatalog.open(file, new TestCipher(), World::document)) {
      World world = new World(catalog);
      Backup backup = world.completed(world.backup("One"));
      world.restore(backup, backup.origin().addonId());
      world.change(
          stores -> {
            for (int i = 0; i < LINES; i++) {
              World.execute(
                  stores,
                  "INSERT INTO log_line (run_key, said_at, container, line) VALUES ('%s', %d, 'c', 'line ö %d')"
                      .formatted(backup.id().key().hex(), i, i));
            }
            World.execute(
                stores,
                """
                INSERT INTO scheduled_tasks
                  (task_name, task_instance, execution_time, picked, picked_by, last_heartbeat, version)
                VALUES ('backup', 'x', 1795558455123, 1, 'dead', 1795558455123, 7)
                """);
          });
    }
  }

  @AfterEach
  void dropDatabases() {
    PostgresServers.dropDatabases();
  }

  private Map<String, Long> move() {
    Optional<List<Moved>> moved = CatalogMove.run(file, target);
    return moved.orElseThrow().stream().collect(Collectors.toMap(Moved::table, Moved::rows));
  }

  @Test
  void everyTableOfTheFileIsMoved() throws SQLException {
    Map<String, Long> moved = move();

    assertThat(moved.keySet()).isEqualTo(askFile(MovedTable.IN_SQLITE));
    assertThat(moved).containsEntry("log_line", (long) LINES).containsEntry("instance", 1L);
    for (Map.Entry<String, Long> table : moved.entrySet()) {
      assertThat(database.query("SELECT count(*) FROM \"" + table.getKey() + '"'))
          .as(table.getKey())
          .containsExactly(table.getValue().toString());
    }
  }

  @Test
  void linesKeepTheirOrderAndNewOnesComeAfterThem() {
    move();
    try (Catalog catalog = PostgresCatalog.open(target, new TestCipher(), World::document)) {
      World world = new World(catalog);
      world.change(
          stores ->
              World.execute(
                  stores,
                  "INSERT INTO log_line (run_key, said_at, container, line) VALUES ('k', 0, 'c', 'new')"));
    }
    assertThat(database.query("SELECT line FROM log_line ORDER BY id DESC LIMIT 2"))
        .containsExactly("new", "line ö " + (LINES - 1));
  }

  @Test
  void whatADeadProcessHadClaimedCanBeClaimedAtOnceAndItsTimeStays() {
    move();
    assertThat(
            database.query(
                "SELECT picked || ' ' || version || ' ' || extract(epoch FROM execution_time)::numeric FROM scheduled_tasks"))
        .singleElement()
        .asString()
        .startsWith("false 8 1795558455.123");
  }

  @Test
  void aMoveThatFailedLeavesNothingAndCanBeRepeated() throws SQLException {
    PostgresCatalog.open(target, new TestCipher(), World::document).close();
    assertThatThrownBy(this::move).hasMessageContaining("the database is not empty");
    database.execute("TRUNCATE instance, key_check");
    database.execute("ALTER TABLE log_line ADD CHECK (said_at < 1200)");
    assertThatThrownBy(this::move)
        .isInstanceOf(CatalogException.class)
        .hasMessageContainingAll("23514", "log_line_said_at_check")
        .satisfies(CatalogMoveTest::showsNoRow);
    assertThat(database.query("SELECT id FROM project")).isEmpty();
    database.execute("ALTER TABLE log_line DROP CONSTRAINT log_line_said_at_check");

    assertThat(move()).containsEntry("log_line", (long) LINES);
    assertThat(CatalogMove.run(file, target)).as("a second time").isEmpty();
  }

  /** Rows hold hashes of tokens, sealed secrets and logs; causes get into logs, too. */
  private static void showsNoRow(Throwable failure) {
    StringWriter all = new StringWriter();
    failure.printStackTrace(new PrintWriter(all));
    assertThat(all.toString()).doesNotContain("line ö", "INSERT");
  }

  @Test
  void aFileThatAServerUsedAfterItsMoveIsNotTakenForTheMovedOne() throws SQLException {
    move();
    changeFile("UPDATE scheduled_tasks SET version = 9, picked = 0, picked_by = NULL");
    assertThat(CatalogMove.run(file, target)).as("the same but for claims").isEmpty();

    changeFile("DELETE FROM log_line WHERE said_at = 7");

    assertThatThrownBy(() -> CatalogMove.run(file, target))
        .isInstanceOf(CatalogException.class)
        .hasMessageContainingAll("table log_line is not the same", "move again");
    assertThat(database.query("SELECT count(*) FROM log_line"))
        .as("nothing is moved")
        .containsExactly(String.valueOf(LINES));
  }

  @Test
  void anEntryOfTheQueueThatCameAfterTheMoveIsMissed() throws SQLException {
    move();
    changeFile("UPDATE scheduled_tasks SET task_instance = 'y'");
    assertThatThrownBy(() -> CatalogMove.run(file, target))
        .hasMessageContaining("table scheduled_tasks is not the same");
  }

  @Test
  void aTableOrAColumnThatOneOfThemLacksIsRefused() throws SQLException {
    changeFile("ALTER TABLE project ADD COLUMN colour TEXT");
    assertThatThrownBy(this::move).hasMessageContaining("colour");
    changeFile("CREATE TABLE novelty (id INTEGER)");
    assertThatThrownBy(this::move).hasMessageContaining("novelty");
  }

  private void changeFile(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private java.util.Set<String> askFile(String sql) throws SQLException {
    try (Connection connection = SqliteCatalog.readOnly(file).getConnection()) {
      return Rows.texts(connection, sql);
    }
  }
}
