package holdfast.catalog;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.model.Backup;
import holdfast.model.Project;
import holdfast.model.Slug;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlite.SQLiteDataSource;

/** What only a catalog in a file has to care about. */
class SqliteFileTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("catalog.db");
  }

  private Catalog open() {
    return SqliteCatalog.open(file, new TestCipher(), World::document);
  }

  private <T> T inWorld(Function<World, T> work) {
    try (Catalog catalog = open()) {
      return work.apply(new World(catalog));
    }
  }

  @Test
  void isNotOpenedWithAnotherKeyThanTheFirst() {
    open().close();
    SecretCipher another =
        new SecretCipher() {
          @Override
          public byte[] seal(String plain, String context) {
            return plain.getBytes(ISO_8859_1);
          }

          @Override
          public String open(byte[] sealed, String context) {
            throw new UnreadableSecretException("not mine", new IllegalStateException());
          }
        };

    assertThatThrownBy(() -> SqliteCatalog.open(file, another, World::document))
        .isInstanceOf(CatalogException.class)
        .hasMessageStartingWith("this node's secret key is not the one");
    open().close();
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "page_size, 8192",
    "journal_mode, wal",
    "synchronous, 2",
    "foreign_keys, 1",
    "cache_size, -16384",
    "mmap_size, 2147418112",
    "busy_timeout, 10000",
  })
  void everyConnectionHasItsPragmas(String pragma, String value) {
    inWorld(
        world -> {
          Function<Stores, String> ask =
              stores -> World.ask(stores, "PRAGMA " + pragma, 1).getFirst();
          assertThat(world.write(ask)).as("writer").isEqualTo(value);
          assertThat(world.read(ask)).as("reader").isEqualTo(value);
          return true;
        });
  }

  @Test
  void whatIsDueIsFoundByItsIndexAndALineByItsAddons() {
    List<String> plan =
        inWorld(
            world ->
                world.read(
                    s ->
                        World.ask(
                            s,
                            "EXPLAIN QUERY PLAN "
                                + SqlRetentionStore.DUE.replaceAll(":\\w+", "'0'"),
                            4)));
    assertThat(plan)
        .anySatisfy(
            step -> assertThat(step).startsWith("SEARCH c USING INDEX copy_by_expiry ((expires_at"))
        .anySatisfy(
            step -> assertThat(step).startsWith("SEARCH l USING INDEX backup_shown (addon_id=?)"))
        .noneMatch(step -> step.startsWith("SCAN") && !step.startsWith("SCAN f"));
  }

  @Test
  void whatIsDueToFireIsFoundByItsIndexInOrder() {
    String sql = SqlFiringStore.CLAIM_DUE.replaceAll(":\\w+", "9").replace("<skip_locked>", "");
    List<String> plan =
        inWorld(world -> world.read(s -> World.ask(s, "EXPLAIN QUERY PLAN " + sql, 4)));
    assertThat(plan)
        .anySatisfy(
            step ->
                assertThat(step).startsWith("SEARCH schedule USING INDEX schedule_due (due_at<?)"))
        .noneMatch(step -> step.startsWith("SCAN") || step.contains("TEMP B-TREE"));
  }

  @ParameterizedTest(name = "a page of {0}")
  @CsvSource({"PAGE, PRIMARY KEY", "PAGE_OF_ADDON, backup_shown"})
  void pagesAreReadFromTheirCursorOnWithoutSorting(String page, String index) {
    String sql = page.equals("PAGE") ? CopyTable.PAGE : BackupRows.PAGE_OF_ADDON;
    List<String> plan =
        inWorld(
            world -> {
              world.backup();
              return world.read(
                  s -> World.ask(s, "EXPLAIN QUERY PLAN " + sql.replaceAll(":\\w+", "'0'"), 4));
            });
    assertThat(plan).noneMatch(step -> step.startsWith("SCAN c") || step.startsWith("SCAN backup"));
    assertThat(plan)
        .anySatisfy(step -> assertThat(step).contains(index).contains("order_key<?"))
        .noneMatch(step -> step.equals("USE TEMP B-TREE FOR ORDER BY"));
  }

  @Test
  void onlyTheOwnerMayReadTheFile() throws IOException {
    inWorld(World::backup);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void noSecretIsInTheFileOrItsLogInClear() throws IOException {
    try (Catalog catalog = open()) {
      World world = new World(catalog);
      world.addon(world.project("Visible name"), "Database");
      world.destination("Cloud", World.s3());
      String bytes = allBytes();
      assertThat(bytes).contains("Visible name").contains("s3.example.com");
      assertThat(bytes).doesNotContain("PLAIN");
    }
    assertThat(allBytes()).contains("Visible name").doesNotContain("PLAIN");
  }

  private String allBytes() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path each : files.toList()) {
        all.append(Files.readString(each, ISO_8859_1));
      }
    }
    return all.toString();
  }

  @Test
  void aFileOfTheFirstVersionIsBroughtToThisOne() {
    SQLiteDataSource old = new SQLiteDataSource();
    old.setUrl("jdbc:sqlite:" + file);
    Migrations.SQLITE.configure(old).target("1").load().migrate();
    run(old, "INSERT INTO project VALUES ('%s', 'old', 'Old', null, '{}', 5, 6)".formatted(HEX));
    Optional<Project> found =
        inWorld(
            world -> {
              world.change(s -> World.execute(s, "DELETE FROM scheduled_tasks"));
              return world.read(s -> s.projects().find(Slug.of("old")));
            });
    assertThat(found.orElseThrow().createdAt().toEpochMilli()).isEqualTo(5);
  }

  private static final String HEX = "0123456789abcdef01234567";

  @Test
  void aFileThatANewerVersionHasExtendedStaysUsable() {
    Backup backup = inWorld(World::backup);
    SQLiteDataSource newer = new SQLiteDataSource();
    newer.setUrl("jdbc:sqlite:" + file);
    run(newer, "ALTER TABLE backup ADD COLUMN colour TEXT");
    run(
        newer,
        "INSERT INTO schema_history SELECT 99, '99', 'colours', type, 'V99__colours.sql', 1,"
            + " installed_by, installed_on, 1, 1 FROM schema_history WHERE version = '1'");
    Backup found = inWorld(world -> world.get(backup.id()));
    assertThat(found).isEqualTo(backup);
  }

  @Test
  void whatIsNoSqliteFileIsRefusedByName() throws IOException {
    Files.writeString(file, "this is no catalog, and long enough to have a header ".repeat(100));
    assertThatThrownBy(this::open)
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("not a database");
  }

  @Test
  void aFileThatIsCutOffIsRefusedOrFailsWhenRead() throws IOException {
    Backup backup = inWorld(World::backup);
    try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
      cut.setLength(cut.length() / 2);
    }
    assertThatThrownBy(() -> inWorld(world -> world.get(backup.id())))
        .isInstanceOf(CatalogException.class);
  }

  @Test
  void aFolderThatIsNotThereIsRefusedByName() {
    file = folder.resolve("missing/catalog.db");
    assertThatThrownBy(this::open)
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void aFolderInPlaceOfTheFileIsRefused() throws IOException {
    Files.createDirectory(file);
    assertThatThrownBy(this::open).isInstanceOf(CatalogException.class);
  }

  @Test
  void aFailureInTheMiddleOfWorkIsACatalogExceptionWithoutTheValues() {
    assertThatThrownBy(
            () ->
                inWorld(
                    world -> {
                      world.change(s -> World.execute(s, "DROP TABLE log_line"));
                      world.change(s -> s.projects().insert(World.unsavedProject("Fine")));
                      LogStore.LogLine line =
                          new LogStore.LogLine(World.key(), World.NOW, "tool", "CONFIDENTIAL");
                      world.change(s -> s.logs().append(List.of(line)));
                      return true;
                    }))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("log_line")
        .satisfies(e -> assertThat(stackTrace(e)).doesNotContain("CONFIDENTIAL"));
  }

  private static String stackTrace(Throwable failure) {
    StringBuilder text = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      text.append(cause);
    }
    return text.toString();
  }

  private static void run(SQLiteDataSource source, String sql) {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
