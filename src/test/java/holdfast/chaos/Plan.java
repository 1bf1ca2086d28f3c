package holdfast.chaos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * What a round does, drawn from its seed and nothing else.
 *
 * @param strikeMillis when the fault comes after the works began, or after the first run was seen
 *     in progress
 * @param holdMillis how long it stays
 */
record Plan(
    long seed,
    Topology topology,
    List<Step> steps,
    FaultKind fault,
    boolean waitsForRun,
    int strikeMillis,
    int holdMillis) {
  private static final int MAX_STEPS = 4;

  /** One piece of work, and when it is asked for. */
  record Step(WorkKind work, int afterMillis, long seed) {
    @Override
    public String toString() {
      return work.words() + "@" + afterMillis;
    }
  }

  static Plan of(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Topology topology = draw(random, Topology.values(), Topology::weight);
    List<Step> steps = new ArrayList<>();
    for (int left = 1 + random.nextInt(MAX_STEPS); left > 0; left--) {
      WorkKind work = draw(random, WorkKind.values(), WorkKind::weight);
      steps.add(new Step(work, random.nextInt(700), random.nextLong()));
    }
    return new Plan(
        seed,
        topology,
        List.copyOf(steps),
        draw(random, FaultKind.values(), FaultKind::weight),
        random.nextInt(3) > 0,
        random.nextInt(random.nextBoolean() ? 250 : 1500),
        200 + random.nextInt(random.nextBoolean() ? 800 : 2500));
  }

  /** The seed of the round that follows: a run of rounds can be entered at any of them. */
  static long after(long seed) {
    return new SplittableRandom(seed).nextLong() >>> 1;
  }

  /** The first seed from this one on whose round has the fault. */
  static long seedOf(FaultKind fault, long from) {
    long seed = from;
    while (of(seed).fault() != fault) {
      seed = after(seed);
    }
    return seed;
  }

  private static <T> T draw(
      SplittableRandom random, T[] values, java.util.function.ToIntFunction<T> weight) {
    int left = random.nextInt(Arrays.stream(values).mapToInt(weight).sum());
    for (T value : values) {
      left -= weight.applyAsInt(value);
      if (left < 0) {
        return value;
      }
    }
    throw new AssertionError("weights changed meanwhile");
  }

  /** In one line. */
  String words() {
    return "%s: %s; %s at %s%d for %d ms"
        .formatted(
            topology.words(),
            steps.stream().map(Step::toString).collect(Collectors.joining(", ")),
            fault.words(),
            waitsForRun ? "run+" : "",
            strikeMillis,
            holdMillis);
  }
}
