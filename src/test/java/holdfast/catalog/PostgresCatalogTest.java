package holdfast.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.model.Addon;
import holdfast.model.AddonId;
import holdfast.testing.Background;
import holdfast.testing.FreePort;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresCatalogTest extends CatalogContract {
  private final EmbeddedPostgres server = start();

  private static EmbeddedPostgres start() {
    try {
      return EmbeddedPostgres.builder()
          .setPort(FreePort.next())
          .setServerConfig("fsync", "off")
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterAll
  void stop() throws IOException {
    server.close();
  }

  private String url() {
    return server.getJdbcUrl("postgres", "postgres");
  }

  private static Catalog open(PostgresCatalog.Settings settings) {
    return PostgresCatalog.open(settings, new TestCipher(), World::document);
  }

  @Override
  public Catalog openAgain() {
    return open(PostgresCatalog.Settings.of(url()));
  }

  @ParameterizedTest(name = "by {0}")
  @CsvSource({"copy, copy_pkey", "backup, backup_shown"})
  void pagesAreReadFromTheirCursorOnWithoutSorting(String table, String index) {
    String sql = table.equals("copy") ? CopyTable.PAGE : BackupRows.PAGE_OF_ADDON;
    String question =
        "EXPLAIN " + sql.replace(":limit", "9").replace(":offset", "0").replaceAll(":\\w+", "'0'");
    List<String> plan =
        world()
            .write(
                s -> {
                  World.execute(s, "SET LOCAL enable_seqscan = off");
                  World.execute(s, "SET LOCAL enable_bitmapscan = off");
                  return World.ask(s, question, 1);
                });
    assertThat(plan)
        .anySatisfy(step -> assertThat(step).contains("Index Scan").contains(index))
        .anySatisfy(step -> assertThat(step).contains("Index Cond").contains("order_key <"));
    if (table.equals("copy")) {
      assertThat(plan).noneMatch(step -> step.contains("Sort"));
    }
  }

  @Test
  void whatIsDueIsFoundByItsIndexAndALineByItsAddons() {
    String question =
        "EXPLAIN "
            + SqlRetentionStore.DUE
                .replaceAll(":(now|limit|afterExpiry)", "9")
                .replaceAll(":\\w+", "'0'");
    List<String> plan =
        world()
            .write(
                s -> {
                  World.execute(s, "SET LOCAL enable_seqscan = off");
                  World.execute(s, "SET LOCAL enable_bitmapscan = off");
                  return World.ask(s, question, 1);
                });
    assertThat(plan)
        .anySatisfy(step -> assertThat(step).contains("Index Scan").contains("copy_by_expiry"))
        .anySatisfy(
            step -> assertThat(step).contains("Index Scan Backward").contains("backup_shown"))
        .anySatisfy(
            step ->
                assertThat(step)
                    .contains("Index Cond")
                    .contains("expires_at <= ")
                    .contains("ROW(expires_at, order_key, destination_id) >"));
  }

  @Test
  void whatIsDueToFireIsFoundByItsIndexInOrder() {
    String question =
        "EXPLAIN "
            + SqlFiringStore.CLAIM_DUE
                .replaceAll(":\\w+", "9")
                .replace("<skip_locked>", PostgresCatalog.SKIP_LOCKED);
    List<String> plan =
        world()
            .write(
                s -> {
                  World.execute(s, "SET LOCAL enable_seqscan = off");
                  World.execute(s, "SET LOCAL enable_bitmapscan = off");
                  return World.ask(s, question, 1);
                });
    assertThat(plan)
        .anySatisfy(step -> assertThat(step).contains("Index Scan using schedule_due"))
        .anySatisfy(step -> assertThat(step).contains("Index Cond").contains("due_at <= "))
        .noneMatch(step -> step.contains("Sort"));
  }

  @Test
  void whoClaimsWhatIsDueHoldsAddonsAndNoSchedules() {
    Addon addon = world().addon(world().project("Held"), "Database");
    world().change(s -> SchedulesContract.oneOfEachInterval(addon).forEach(s.schedules()::insert));
    List<AddonId> claimed =
        world()
            .write(
                s -> {
                  List<AddonId> due = s.firings().claimDue(World.NOW.plusSeconds(9), 9);
                  assertThat(free("addon")).isZero();
                  assertThat(free("schedule")).isPositive();
                  return due;
                });
    assertThat(claimed).containsExactly(addon.id());
    assertThat(free("addon")).isEqualTo(1);
  }

  /** How many rows nobody has locked. */
  private int free(String table) {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT id FROM %s FOR UPDATE SKIP LOCKED".formatted(table))) {
      int free = 0;
      while (rows.next()) {
        free++;
      }
      return free;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void readersSeeOneStateAndCannotWrite() {
    String isolation = world().read(s -> World.ask(s, "SHOW transaction_isolation", 1)).getFirst();
    String readOnly = world().read(s -> World.ask(s, "SHOW transaction_read_only", 1)).getFirst();
    assertThat(isolation).isEqualTo("repeatable read");
    assertThat(readOnly).isEqualTo("on");
  }

  @Test
  void aStatementThatTakesTooLongIsEnded() {
    PostgresCatalog.Settings impatient =
        new PostgresCatalog.Settings(url(), 1, 1, Duration.ofMillis(200));
    try (Catalog catalog = open(impatient)) {
      assertThatThrownBy(() -> catalog.read(s -> World.ask(s, "SELECT pg_sleep(30)", 1)))
          .rootCause()
          .hasMessageContaining("statement timeout");
    }
  }

  @Test
  void aServerThatIsNotThereIsRefusedWithoutShowingThePassword() {
    String url = "jdbc:postgresql://127.0.0.1:1/holdfast?user=joe&password=PLAIN";
    assertThatThrownBy(() -> open(PostgresCatalog.Settings.of(url)))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("127.0.0.1:1")
        .hasMessageNotContaining("PLAIN");
    assertThat(PostgresCatalog.Settings.of(url).toString()).doesNotContain("PLAIN");
  }

  @Test
  void nodesThatStartTogetherMakeTheSchemaOnce() throws Exception {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE shared");
    }
    PostgresCatalog.Settings shared =
        PostgresCatalog.Settings.of(server.getJdbcUrl("postgres", "shared"));
    CompletableFuture<String> other = Background.call(() -> identityOf(shared));
    assertThat(identityOf(shared)).isEqualTo(other.get(30, TimeUnit.SECONDS));
  }

  private static String identityOf(PostgresCatalog.Settings settings) {
    try (Catalog catalog = open(settings)) {
      return catalog.instanceId();
    }
  }
}
