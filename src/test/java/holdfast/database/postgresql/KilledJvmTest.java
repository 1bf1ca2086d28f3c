package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.database.Dump;
import holdfast.model.BackupType;
import holdfast.model.ConnectionUri;
import holdfast.model.RunTag;
import holdfast.testing.Leftovers;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import holdfast.testing.Runs;
import holdfast.testing.SampleDatabase.Blockade;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stays when the whole JVM is killed in the middle, without a chance to say so. */
class KilledJvmTest {
  private final PostgresqlDriver driver = new PostgresqlDriver();
  private final PostgresDatabase database = PostgresServers.shared(15).createDatabase();
  private final RunTag tag = Runs.newTag();

  @AfterEach
  void dropDatabases() {
    PostgresServers.dropDatabases();
  }

  @Test
  void aBlockedDumpIsGoneWithinSeconds() throws Exception {
    database.fill();
    try (Blockade blockade = database.block()) {
      assertThat(blockade).isNotNull();
      Process jvm = DoomedJvm.start(database.connection(), tag, "dump");
      assertThat(Leftovers.await(this::isWaitingForTheLock)).isTrue();

      jvm.destroyForcibly().waitFor();

      assertThat(Leftovers.afterAWhile(tag, database)).isEmpty();
    }
  }

  @Test
  void aRestoreLeavesItsDatabaseUntilItIsSettled(@TempDir Path folder) throws Exception {
    database.fill();
    Object before = database.contents();
    Path bytes = folder.resolve("dump");
    try (Dump dump = driver.dump(BackupType.DUMP, Runs.on(database.connection()))) {
      Files.copy(dump.stream(), bytes);
      dump.awaitSuccess();
    }
    Process jvm = DoomedJvm.start(database.connection(), tag, bytes.toString());
    assertThat(Leftovers.await(this::restoreIsUnderWay)).isTrue();

    jvm.destroyForcibly().waitFor();

    String fresh = "database " + tag.sessionName();
    assertThat(Leftovers.await(() -> Leftovers.of(tag, database).equals(List.of(fresh)))).isTrue();
    assertThat(driver.tookEffect(database.connection(), tag)).isFalse();
    driver.settle(database.connection(), tag);
    assertThat(Leftovers.of(tag, database)).isEmpty();
    assertThat(database.contents()).isEqualTo(before);
  }

  @Test
  void aRestoreInPlaceLeavesTheTargetAsItWas(@TempDir Path folder) throws Exception {
    PostgresDatabase target = tenants();
    Path bytes = Files.write(folder.resolve("dump"), PostgresDumps.dump(target));
    target.change();
    Object before = target.contents();
    Process jvm = DoomedJvm.start(target.connection(), tag, bytes.toString());
    assertThat(Leftovers.await(() -> locksATableOf(target))).isTrue();

    jvm.destroyForcibly().waitFor();

    String ready = "schema " + tag.sessionName();
    assertThat(Leftovers.await(() -> Leftovers.of(tag, target).equals(java.util.List.of(ready))))
        .isTrue();
    assertThat(driver.tookEffect(target.connection(), tag)).isFalse();
    driver.settle(target.connection(), tag);
    assertThat(Leftovers.of(tag, target)).isEmpty();
    assertThat(target.contents()).isEqualTo(before);
  }

  @Test
  void aRestoreInPlaceThatHadTakenEffectIsKnownByItsMark(@TempDir Path folder) throws Exception {
    PostgresDatabase target = tenants();
    Path bytes = Files.write(folder.resolve("dump"), PostgresDumps.dump(target));
    Object backedUp = target.contents();
    target.change();
    Process jvm = DoomedJvm.start(target.connection(), tag, DoomedJvm.COMMIT + bytes);
    String done = "schema " + tag.sessionName() + "_done";
    assertThat(Leftovers.await(() -> target.leftoversOf(tag).contains(done))).isTrue();

    jvm.destroyForcibly().waitFor();

    driver.fence(target.connection(), tag);
    assertThat(driver.tookEffect(target.connection(), tag)).isTrue();
    driver.settle(target.connection(), tag);
    assertThat(Leftovers.afterAWhile(tag, target)).isEmpty();
    assertThat(target.contents()).isEqualTo(backedUp);
  }

  private static PostgresDatabase tenants() {
    PostgresDatabase target = PostgresServers.shared(15).createDatabase(PostgresServer.TENANT);
    target.fill();
    return target;
  }

  private static boolean locksATableOf(PostgresDatabase target) {
    return !target
        .query(
            "SELECT 1 FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND relation = 'public.secret_note'::regclass")
        .isEmpty();
  }

  /** Which belong to nobody then, but for the mark that they have. */
  @Test
  void aRestoreLeavesTheRolesThatItMadeUntilItIsSettled(@TempDir Path folder) throws Exception {
    ConnectionUri superuser = database.connection("postgres", "");
    database.execute("CREATE ROLE ghost; CREATE SCHEMA s AUTHORIZATION ghost");
    Path bytes = Files.write(folder.resolve("dump"), PostgresDumps.dump(superuser));
    database.execute("DROP SCHEMA s; DROP ROLE ghost");
    List<String> left = List.of("database " + tag.sessionName(), "role ghost");
    Process jvm = DoomedJvm.start(superuser, tag, bytes.toString());
    assertThat(
            Leftovers.await(
                () ->
                    database.leftoversOf(tag).containsAll(left)
                        && !Leftovers.processes(tag).isEmpty()))
        .isTrue();

    jvm.destroyForcibly().waitFor();

    assertThat(Leftovers.await(() -> Leftovers.of(tag, database).equals(left))).isTrue();
    assertThat(driver.tookEffect(superuser, tag)).isFalse();
    driver.settle(superuser, tag);
    assertThat(Leftovers.of(tag, database)).isEmpty();
    assertThat(database.query("SELECT 1 FROM pg_roles WHERE rolname = 'ghost'")).isEmpty();
  }

  private boolean isWaitingForTheLock() {
    return !database
        .query(
            "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND application_name = '"
                + tag.sessionName()
                + "'")
        .isEmpty();
  }

  private boolean restoreIsUnderWay() {
    return Leftovers.of(tag, database).stream().anyMatch(left -> left.startsWith("process"))
        && database.leftoversOf(tag).stream().anyMatch(left -> left.startsWith("database"))
        && database.leftoversOf(tag).stream().anyMatch(left -> left.startsWith("session"));
  }
}
