package holdfast.chaos;

import holdfast.testing.FaultyHttpProxy;
import java.util.SplittableRandom;

/** Some or all requests to the S3 server end in a 500, a 503, or in the middle. */
record StoreErrors() implements Fault {
  @Override
  public void strike(Scene scene) {
    SplittableRandom random = scene.random().split();
    int percent = random.nextBoolean() ? 100 : 40;
    scene.surroundings().proxy().behave(request -> next(random, percent));
  }

  private static FaultyHttpProxy.Fault next(SplittableRandom shared, int percent) {
    synchronized (shared) {
      if (shared.nextInt(100) >= percent) {
        return new FaultyHttpProxy.Fault.None();
      }
      return switch (shared.nextInt(4)) {
        case 0 -> new FaultyHttpProxy.Fault.Answer(500, "InternalError");
        case 1 -> new FaultyHttpProxy.Fault.Answer(503, "SlowDown");
        case 2 -> new FaultyHttpProxy.Fault.CutRequest(shared.nextInt(100_000));
        default -> new FaultyHttpProxy.Fault.CutAnswer(shared.nextInt(300));
      };
    }
  }

  @Override
  public void lift(Scene scene) {
    scene.surroundings().proxy().recover();
  }
}
