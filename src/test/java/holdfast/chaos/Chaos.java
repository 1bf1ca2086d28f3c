package holdfast.chaos;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.LoggerFactory;

/** {@code ./check chaos [ROUNDS] [SEED]}. Exit status 1 when anything was violated. */
public final class Chaos {
  private static final int ROUNDS = 200;
  private static final Duration LIMIT_OF_ROUND = Duration.ofSeconds(30);

  private Chaos() {}

  public static void main(String... arguments) throws Exception {
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.ERROR);
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : ROUNDS;
    long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : Plan.after(System.nanoTime());
    System.exit(run(rounds, seed) ? 0 : 1);
  }

  private static boolean run(int rounds, long first) throws Exception {
    long end = System.nanoTime() + LIMIT_OF_ROUND.multipliedBy(rounds + 4L).toNanos();
    System.out.printf("%d rounds from seed %d%n", rounds, first);
    try (ChaosRun run = start(first)) {
      Runtime.getRuntime().addShutdownHook(new Thread(run::abandon));
      long seed = first;
      for (int number = 1; number <= rounds; number++, seed = Plan.after(seed)) {
        boolean isInTime = System.nanoTime() < end;
        if (!isInTime) {
          System.out.println("out of time; the next seed is " + seed);
        }
        if (!isInTime || !run.round(number, seed).isEmpty()) {
          System.out.print(run.summary().table());
          return false;
        }
      }
      System.out.print(run.summary().table());
      return true;
    }
  }

  private static ChaosRun start(long first) throws Exception {
    return ChaosRun.start(Path.of("target", "chaos"), first, System.out);
  }
}
