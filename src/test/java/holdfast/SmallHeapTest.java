package holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testing.Leftovers;
import holdfast.testing.ServerProcess;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** In a JVM of its own, which is started as a server is. */
class SmallHeapTest {
  private static final int MEGABYTE = 1 << 20;

  @Test
  void aHeapThatHasGrownIsSmallAgainAndStaysSo() throws Exception {
    List<String> command = new ArrayList<>(ServerProcess.java());
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), SmallHeapTest.class.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var lines = process.inputReader()) {
      List<String> megabytes = lines.lines().toList();

      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(megabytes).hasSize(4);
      assertThat(Integer.parseInt(megabytes.get(0))).as("at work").isLessThan(300);
      assertThat(Integer.parseInt(megabytes.get(1))).as("with something huge").isGreaterThan(300);
      assertThat(Integer.parseInt(megabytes.get(2))).as("when it is gone").isLessThan(150);
      assertThat(Integer.parseInt(megabytes.get(3))).as("and at work again").isLessThan(300);
    } finally {
      process.destroyForcibly();
    }
  }

  public static void main(String[] arguments) {
    SmallHeap.keep(64 * MEGABYTE, Duration.ofMillis(500));
    work(1000 * MEGABYTE);
    say();
    byte[] huge = new byte[300 * MEGABYTE];
    work(50 * MEGABYTE);
    say();
    huge[0] = 1; // It was needed until now.
    huge = null;
    Leftovers.await(() -> megabytes() < 150); // Nothing is done meanwhile that fills the heap.
    say();
    work(1000 * MEGABYTE);
    say();
  }

  /** What it makes lives long enough to become old. */
  private static void work(int bytes) {
    Deque<byte[]> alive = new ArrayDeque<>();
    for (int made = 0; made < bytes; made += 1000) {
      alive.add(new byte[1000]);
      if (alive.size() > 20_000) {
        alive.remove();
      }
    }
  }

  private static void say() {
    System.out.println(megabytes());
  }

  private static long megabytes() {
    return Runtime.getRuntime().totalMemory() / MEGABYTE;
  }
}
