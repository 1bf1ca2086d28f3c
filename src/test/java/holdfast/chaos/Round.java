package holdfast.chaos;

import holdfast.chaos.Fault.Scene;
import holdfast.chaos.Ledger.Known;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;

/** One round: some work, one fault in the middle of it, the end of the fault, the proof. */
final class Round {
  /** More would fill the disk and make each round slower. */
  private static final int KEPT = 10;

  private static final int LOOKS = 3;
  private static final Duration RUN_PATIENCE = Duration.ofMillis(1500);
  private static final Duration WORK_PATIENCE = Duration.ofMinutes(3);

  private final Plan plan;
  private final Surroundings surroundings;
  private final Installation installation;
  private final SplittableRandom random;
  private final Queue<String> broken = new ConcurrentLinkedQueue<>();

  Round(Plan plan, Surroundings surroundings, Installation installation) {
    this.plan = plan;
    this.surroundings = surroundings;
    this.installation = installation;
    this.random = new SplittableRandom(plan.seed());
  }

  /** How it ended. */
  record Result(Facts facts, Facts before, List<String> violations) {
    static Result broken(String why) {
      return new Result(Facts.NONE, Facts.NONE, List.of(why));
    }
  }

  Result play(Checker checker) throws Exception {
    prepare();
    Facts before = installation.catalog().read();
    List<Thread> work = plan.steps().stream().map(this::start).toList();
    breakIt();
    for (Thread step : work) {
      if (!step.join(WORK_PATIENCE)) {
        broken.add("a request is not answered");
      }
    }
    installation.ensureRunning();
    Result result = prove(checker, before);
    installation.ledger().forgetRestores();
    return result;
  }

  /** A schedule may fire while it is looked: then all is looked at again. */
  private Result prove(Checker checker, Facts before) {
    for (int left = LOOKS; ; left--) {
      Facts facts = new Quiet(installation.catalog()).await();
      List<String> violations = new ArrayList<>(broken);
      violations.addAll(
          checker.violations(
              new Evidence(installation, surroundings, facts, plan.fault(), before)));
      boolean hasMoved = !facts.backups().equals(installation.catalog().read().backups());
      if (violations.isEmpty() || !hasMoved || left == 0) {
        return new Result(facts, before, violations);
      }
    }
  }

  private void prepare() throws IOException {
    List<Known> completed = installation.ledger().completed();
    for (Known old : completed.subList(0, Math.max(0, completed.size() - KEPT))) {
      DeleteBackup.delete(old, installation, random);
    }
    List<Protected> sources = installation.sources();
    sources.get(random.nextInt(sources.size())).change(plan.seed());
    new Quiet(installation.catalog()).settle();
    Protected source = sources.get(random.nextInt(sources.size()));
    for (Place place : installation.places()) {
      place.foreign().put(place.prefix() + folder(source), random);
    }
  }

  private String folder(Protected source) {
    return installation.projectSlug() + "/" + source.slug() + "/";
  }

  private Thread start(Plan.Step step) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                Pause.millis(step.afterMillis());
                step.work().work().run(installation, new SplittableRandom(step.seed()));
              } catch (RuntimeException | AssertionError e) {
                broken.add("%s: %s".formatted(step.work().words(), e));
              }
            });
  }

  private void breakIt() throws Exception {
    List<Node> nodes = installation.nodes();
    Scene scene = new Scene(surroundings, nodes.get(random.nextInt(nodes.size())), random);
    if (plan.waitsForRun()) {
      awaitRun();
    }
    Pause.millis(plan.strikeMillis());
    plan.fault().fault().strike(scene);
    Pause.millis(plan.holdMillis() + plan.fault().fault().leastMillis());
    plan.fault().fault().lift(scene);
  }

  private void awaitRun() {
    boolean isForFiring = plan.steps().stream().anyMatch(it -> it.work() == WorkKind.FIRING);
    Duration patience = isForFiring ? AwaitFiring.NEAR : RUN_PATIENCE;
    long deadline = System.nanoTime() + patience.toNanos();
    while (!installation.catalog().read().hasRunInProgress() && System.nanoTime() < deadline) {
      Pause.millis(20);
    }
  }
}
