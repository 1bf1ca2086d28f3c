package holdfast.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.chaos.Facts.BackupRow;
import holdfast.chaos.Facts.CopyRow;
import holdfast.chaos.Ledger.KnownRestore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Each check finds what it is for, and nothing where all is well. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlantedViolationsTest {
  private Path folder;
  private Surroundings surroundings;
  private Installation installation;
  private Facts facts;
  private CopyRow onDisk;

  /** What is done to the world, or undone. */
  private interface Deed {
    void run() throws Exception;
  }

  @BeforeAll
  void start() throws Exception {
    Path parent = Files.createDirectories(Path.of("target", "chaos")).toRealPath();
    folder = Files.createTempDirectory(parent, "planted-");
    surroundings = Surroundings.start(folder);
    installation = Installation.start(Topology.ONE_NODE, surroundings, folder);
    for (Place place : installation.places()) {
      place.foreign().put(place.prefix() + "theirs/db/", new SplittableRandom(1));
    }
    forgetSchedules();
    takeBackupOnDisk();
    facts = new Quiet(installation.catalog()).await();
    assertThat(new Checker().violations(evidence(facts))).isEmpty();
    onDisk =
        evidence(facts).completedCopies().stream()
            .filter(copy -> evidence(facts).placeOf(copy).equals(disk()))
            .findFirst()
            .orElseThrow();
  }

  /** What they do would be taken for what was planted. */
  private void forgetSchedules() {
    for (Protected source : installation.sources()) {
      String path = source.path() + "/backup-schedules";
      for (JsonNode schedule : installation.api(0).get(path).data().path("schedules")) {
        installation.api(0).delete(path + "/" + schedule.path("id").asString()).data();
      }
    }
  }

  private void takeBackupOnDisk() {
    Protected source = installation.sources().getFirst();
    JsonNode made =
        installation
            .api(0)
            .post(source.path() + "/backups", "{'name':'On disk','customDestinationId':'disk'}")
            .data();
    installation
        .ledger()
        .accepted(made.path("uid").asString(), source, source.path() + "/backups/on-disk");
  }

  @AfterAll
  void end() throws IOException {
    installation.close();
    surroundings.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private Place disk() {
    return installation.place("disk");
  }

  private Path onDisk(String key) throws IOException {
    return surroundings.disk().folder().resolve("one").resolve(key);
  }

  private Path dataObject() throws IOException {
    Path attempt = onDisk(disk().prefix() + onDisk.path());
    try (Stream<Path> files = Files.list(attempt)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("data."))
          .findFirst()
          .orElseThrow();
    }
  }

  private Evidence evidence(Facts seen) {
    return evidence(seen, Facts.NONE);
  }

  private Evidence evidence(Facts seen, Facts before) {
    return new Evidence(installation, surroundings, seen, FaultKind.NONE, before);
  }

  private List<String> found(Check check) throws Exception {
    return check.violations(evidence(facts));
  }

  private void finds(Check check, String words, Deed plant, Deed remove) throws Exception {
    plant.run();
    try {
      assertThat(found(check)).anySatisfy(it -> assertThat(it).contains(words));
    } finally {
      remove.run();
    }
    assertThat(found(check)).isEmpty();
  }

  private static Facts withCopies(Facts facts, List<CopyRow> copies) {
    return with(facts, facts.backups(), copies, facts.slots());
  }

  private static Facts withBackups(Facts facts, UnaryOperator<BackupRow> change) {
    return with(
        facts, facts.backups().stream().map(change).toList(), facts.copies(), facts.slots());
  }

  private static Facts with(
      Facts facts, List<BackupRow> backups, List<CopyRow> copies, List<String> slots) {
    return new Facts(
        facts.readAt(),
        facts.instanceId(),
        facts.destinations(),
        facts.addons(),
        backups,
        copies,
        facts.restores(),
        facts.doomed(),
        facts.attempts(),
        facts.queue(),
        slots,
        facts.schedules(),
        facts.firings());
  }

  private static BackupRow failed(BackupRow row) {
    return new BackupRow(
        row.uid(),
        row.key(),
        row.addonSlug(),
        row.slug(),
        "failed",
        row.attempt(),
        "NETWORK",
        row.isDeleting(),
        row.isScheduled());
  }

  private static CopyRow copy(CopyRow row, String key, String status, long expiresAt) {
    return new CopyRow(
        row.uid(), key, row.destinationId(), status, row.path(), row.sizeBytes(), expiresAt);
  }

  @Test
  void whatIsStored() throws Exception {
    Path data = dataObject();
    byte[] bytes = Files.readAllBytes(data);
    byte[] other = bytes.clone();
    other[other.length / 2] ^= 1;
    Check check = new ObjectsCheck();

    finds(check, "hash of", () -> Files.write(data, other), () -> Files.write(data, bytes));
    finds(check, "cannot be read", () -> Files.delete(data), () -> Files.write(data, bytes));
    Path orphan = data.resolveSibling("data.0099.pgdump.zst");
    finds(check, "an orphan", () -> Files.write(orphan, bytes), () -> Files.delete(orphan));
    Path half = data.resolveSibling(".0123456789abcdef.data.0099");
    finds(check, "left unfinished", () -> Files.write(half, other), () -> Files.delete(half));
    assertThat(check.violations(evidence(withBackups(facts, PlantedViolationsTest::failed))))
        .anySatisfy(it -> assertThat(it).contains("a completed copy of a backup that is not"));
  }

  @Test
  void whatOthersHave() throws Exception {
    Path theirs =
        onDisk(
            disk().foreign().keys().stream()
                .filter(key -> key.endsWith("/manifest.json"))
                .findFirst()
                .orElseThrow());
    byte[] bytes = Files.readAllBytes(theirs);
    Check check = new ForeignCheck();

    finds(check, "was removed", () -> Files.delete(theirs), () -> Files.write(theirs, bytes));
    finds(
        check,
        "was changed",
        () -> Files.write(theirs, new byte[1]),
        () -> Files.write(theirs, bytes));
  }

  @Test
  void whatIsLeft() throws Exception {
    String tag = "holdfast_" + facts.instanceId() + "_planted";
    Node node = installation.nodes().getFirst();
    Check check = new LeftoversCheck();

    Path temporary = node.temporaryDir().resolve("planted");
    finds(
        check,
        "a temporary file",
        () -> Files.createFile(temporary),
        () -> Files.delete(temporary));
    Path inData = node.dataDir().resolve("planted");
    finds(check, "in the data folder", () -> Files.createFile(inData), () -> Files.delete(inData));
    Path ofRun = node.dataDir().resolve("tmp").resolve(tag);
    finds(
        check, "a folder of a run", () -> Files.createDirectory(ofRun), () -> Files.delete(ofRun));
    finds(
        check,
        "a database is left",
        () -> surroundings.databases().execute("postgres", "CREATE DATABASE " + tag),
        () -> surroundings.databases().execute("postgres", "DROP DATABASE " + tag));
    List<Process> planted = new ArrayList<>();
    finds(
        check,
        "a process is left",
        () -> planted.add(startTagged(tag)),
        () -> planted.getFirst().destroyForcibly().waitFor());
  }

  private static Process startTagged(String tag) throws IOException {
    ProcessBuilder waiting = new ProcessBuilder("cat");
    waiting.environment().put("PGAPPNAME", tag);
    return waiting.start();
  }

  @Test
  void whatTheCatalogSays() throws Exception {
    Facts taken = with(facts, facts.backups(), facts.copies(), List.of("addon:planted run"));
    assertThat(new OutcomesCheck().violations(evidence(taken)))
        .containsExactly("unsettled: slot: addon:planted run");
    assertThat(
            new OutcomesCheck()
                .violations(evidence(withBackups(facts, PlantedViolationsTest::failed))))
        .allSatisfy(it -> assertThat(it).contains("nothing outside did"))
        .hasSameSizeAs(facts.backups());
    assertThat(new OutcomesCheck().violations(evidence(facts))).isEmpty();

    Facts without =
        withCopies(facts, facts.copies().stream().filter(it -> !it.equals(onDisk)).toList());
    assertThat(new ListsCheck().violations(evidence(without)))
        .anySatisfy(it -> assertThat(it).contains("listed in disk, not so"));
    assertThat(LedgerCheck.violations(installation, facts)).isEmpty();
    assertThat(
            LedgerCheck.violations(installation, withBackups(facts, PlantedViolationsTest::failed)))
        .anySatisfy(it -> assertThat(it).contains("was completed and is failed"));
    assertThat(LedgerCheck.violations(installation, with(facts, List.of(), List.of(), List.of())))
        .anySatisfy(it -> assertThat(it).contains("was accepted and is lost"));
  }

  @Test
  void whatExpires() throws Exception {
    long past = System.currentTimeMillis() - 600_000;
    CopyRow due = copy(onDisk, onDisk.key(), "completed", past);
    CopyRow newer = copy(onDisk, onDisk.key() + "f", "completed", Long.MAX_VALUE);
    CopyRow failed = copy(onDisk, onDisk.key() + "f", "failed", Long.MAX_VALUE);
    Check check = new ExpiryCheck();

    assertThat(check.violations(evidence(withCopies(facts, List.of(due, newer)))))
        .singleElement()
        .asString()
        .startsWith("its time is up");
    assertThat(check.violations(evidence(withCopies(facts, List.of(due, failed))))).isEmpty();
    Facts before = withCopies(facts, List.of(due, failed));
    assertThat(check.violations(evidence(withCopies(facts, List.of(failed)), before)))
        .singleElement()
        .asString()
        .startsWith("the last good copy went");
  }

  @Test
  void whatIsRestored() throws Exception {
    Protected target = installation.targets().getFirst();
    finds(
        new TargetsCheck(),
        "holds neither",
        () -> target.database().executeAsKeeper("CREATE TABLE planted (a int)"),
        () -> target.database().executeAsKeeper("DROP TABLE planted"));
    Ledger ledger = installation.ledger();
    Ledger.Known known = ledger.completed().getFirst();
    ledger.acceptedRestore(new KnownRestore("planted", target, known));
    assertThat(found(new TargetsCheck()))
        .containsExactly("restore planted was accepted and is lost");
    ledger.forgetRestores();
  }

  @Test
  void whatComesOutOfACopy() throws Exception {
    CopyRow alone = onDisk;
    Facts right = withCopies(facts, List.of(alone));
    assertThat(new StockRestoreCheck().violations(evidence(right))).isEmpty();

    Protected other = installation.sources().get(1);
    Ledger ledger = installation.ledger();
    ledger.deletionAsked(ledger.accepted("planted", other, "planted"));
    CopyRow swapped =
        new CopyRow(
            "planted",
            alone.key(),
            alone.destinationId(),
            "completed",
            alone.path(),
            alone.sizeBytes(),
            alone.expiresAt());
    assertThat(new StockRestoreCheck().violations(evidence(withCopies(facts, List.of(swapped)))))
        .singleElement()
        .asString()
        .contains("restores to something else");
  }
}
