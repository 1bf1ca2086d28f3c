package holdfast.database.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import holdfast.database.Restoration;
import holdfast.database.RunContext;
import holdfast.model.ConnectionUri;
import holdfast.model.Key;
import holdfast.model.RunTag;
import holdfast.testing.ClassPath;
import holdfast.testing.Leftovers;
import holdfast.testing.RedisDatabase;
import holdfast.testing.RedisServers;
import holdfast.testing.Runs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stays when the whole JVM is killed in the middle, without a chance to say so. */
class KilledRestoreTest {
  private final RedisDriver driver = new RedisDriver();
  private final RedisDatabase target = RedisServers.shared().createDatabase();
  private final RunTag tag = Runs.newTag();

  @AfterEach
  void dropDatabases() {
    RedisServers.shared().dropDatabases();
  }

  /** A program that restores, says that it has, and waits: before the commit or after it. */
  static final class Doomed {
    private Doomed() {}

    public static void main(String[] arguments) throws IOException {
      BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
      ConnectionUri connection = new ConnectionUri(orders.readLine());
      RunTag tag = new RunTag(Runs.INSTANCE, new Key(orders.readLine()), 1);
      byte[] bytes = Files.readAllBytes(Path.of(orders.readLine()));
      boolean commits = Boolean.parseBoolean(orders.readLine());
      try (Restoration restoration =
          new RedisDriver().restore(new RunContext(connection, tag, (container, line) -> {}))) {
        restoration.write(bytes, 0, bytes.length);
        if (commits) {
          restoration.commit();
        }
        System.out.println("ready");
        orders.readLine(); // Never comes.
      }
    }
  }

  @Test
  void beforeItsCommitTheTargetIsWhatItWas(@TempDir Path folder) throws Exception {
    target.fill();
    Path dump = Files.write(folder.resolve("dump"), RedisDumps.of(target));
    target.change();
    List<String> before = target.contents();

    killWhenReady(dump, false);

    // The last batch is sent with the commit, and how many keys are in it is the server's order.
    assertThat(target.leftoversOf(tag)).hasSizeGreaterThan(100);
    assertThat(driver.tookEffect(target.connection(), tag)).isFalse();
    driver.settle(target.connection(), tag);
    assertThat(target.contents()).isEqualTo(before);
    assertThat(Leftovers.of(tag, target)).isEmpty();
  }

  @Test
  void afterItsCommitTheTargetIsTheBackup(@TempDir Path folder) throws Exception {
    target.fill();
    List<String> backedUp = target.contents();
    Path dump = Files.write(folder.resolve("dump"), RedisDumps.of(target));
    target.change();

    killWhenReady(dump, true);

    driver.fence(target.connection(), tag);
    assertThat(driver.tookEffect(target.connection(), tag)).isTrue();
    assertThat(driver.tookEffect(target.connection(), tag)).isTrue();
    driver.settle(target.connection(), tag);
    assertThat(target.contents()).isEqualTo(backedUp);
    assertThat(Leftovers.of(tag, target)).isEmpty();
  }

  private void killWhenReady(Path dump, boolean commits) throws Exception {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                ClassPath.text(),
                Doomed.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    OutputStream orders = jvm.getOutputStream();
    for (String line :
        List.of(
            target.connection().secret().reveal(),
            tag.runId().hex(),
            dump.toString(),
            Boolean.toString(commits))) {
      orders.write((line + "\n").getBytes(UTF_8));
    }
    orders.flush();
    assertThat(jvm.inputReader(UTF_8).readLine()).isEqualTo("ready");
    jvm.destroyForcibly().waitFor();
    assertThat(
            Leftovers.await(
                () ->
                    !RedisServers.shared()
                        .admin()
                        .call("CLIENT", "LIST")
                        .contains(tag.sessionName())))
        .isTrue();
  }
}
