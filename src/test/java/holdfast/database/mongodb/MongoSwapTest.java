package holdfast.database.mongodb;

import static holdfast.database.mongodb.MongoDumps.DRIVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.database.Restoration;
import holdfast.database.RunContext;
import holdfast.model.ConnectionUri;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.RunTag;
import holdfast.testing.Background;
import holdfast.testing.RecordingLog;
import holdfast.testing.Runs;
import holdfast.testing.mongodb.TestMongo;
import holdfast.testing.mongodb.TestMongoDatabase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A restore that dies, or is refused, in the midst of taking effect. */
class MongoSwapTest {
  private static final TestMongo SERVER = TestMongo.start("rs0");

  private TestMongoDatabase target;
  private byte[] dump;
  private Object backedUp;

  @BeforeEach
  void makeDatabase() throws IOException {
    fill();
    dump = MongoDumps.dump(target.connection()).bytes();
    backedUp = target.contents();
  }

  private void fill() {
    target = SERVER.createDatabase();
    run("{create: 'v', viewOn: 'a', pipeline: [{$match: {_id: {$gt: 1}}}]}");
    run("{insert: 'a', documents: [{_id: 1}, {_id: 2}]}");
    run("{insert: 'b', documents: [{_id: 'b'}]}");
  }

  @AfterEach
  void dropDatabases() {
    SERVER.letRunsLive();
    SERVER.refuseOnce("");
    SERVER.dropDatabases();
  }

  /** A view takes a collection's name, a collection a view's, one goes, one is new. */
  private void change() {
    run("{drop: 'v'}");
    run("{drop: 'b'}");
    run("{insert: 'v', documents: [{_id: 'v'}]}");
    run("{create: 'b', viewOn: 'v', pipeline: [{$match: {x: 1}}]}");
    run("{insert: 'a', documents: [{_id: 3}]}");
    run("{insert: 'new', documents: [{_id: 'new'}]}");
  }

  private void run(String command) {
    target.open().runCommand(BsonDocument.parse(command));
  }

  @Test
  void whereverItDiesTheTargetIsAllTheBackupOrAllWhatItWas() throws Exception {
    change();
    Object before = target.contents();
    int changes = 0;
    for (boolean died = true; died; changes++) {
      died = diesAfter(changes, changes % 2 == 0, before);
      if (!target.contents().equals(before)) {
        fill();
        change();
        assertThat(target.contents()).isEqualTo(before);
      }
    }
    assertThat(changes).as("steps of a swap").isGreaterThan(10);
  }

  private boolean diesAfter(int changes, boolean lastIsAnswered, Object before) throws Exception {
    RunContext run = Runs.on(target.connection());
    boolean died = false;
    try (Restoration restoration = DRIVER.restore(run)) {
      restoration.write(dump, 0, dump.length);
      SERVER.letRunsDieAfter(changes, lastIsAnswered);
      restoration.commit();
    } catch (FailureException e) {
      died = true;
    }
    SERVER.letRunsLive();
    boolean tookEffect = DRIVER.tookEffect(target.connection(), run.tag());
    assertThat(died || tookEffect).as("died after %d changes", changes).isTrue();
    assertThat(target.contents())
        .as("died after %d changes, answered %s", changes, lastIsAnswered)
        .isEqualTo(tookEffect ? backedUp : before);
    DRIVER.settle(target.connection(), run.tag());
    assertThat(target.leftoversOf(run.tag())).isEmpty();
    assertThat(target.contents()).isEqualTo(tookEffect ? backedUp : before);
    return died;
  }

  @Test
  void aStepThatTheServerRefusesIsUndone() throws Exception {
    change();
    Object before = target.contents();
    for (String command : new String[] {"renameCollection", "create", "drop"}) {
      RunContext run = Runs.on(target.connection());
      try (Restoration restoration = DRIVER.restore(run)) {
        restoration.write(dump, 0, dump.length);
        SERVER.refuseOnce(command);
        FailureException e = catchThrowableOfType(FailureException.class, restoration::commit);
        assertThat(e.failure().code()).isEqualTo(FailureCode.RESTORE_FAILED);
        assertThat(e.failure().message()).contains(command);
      }
      assertThat(DRIVER.tookEffect(target.connection(), run.tag())).isFalse();
      assertThat(target.contents()).as(command).isEqualTo(before);
      assertThat(target.leftoversOf(run.tag())).isEmpty();
    }
  }

  @Test
  void movesOnlyTheCollectionThatItMeans() throws Exception {
    MongoDumps.restore(dump, target.connection());
    assertThat(SERVER.commands("renameCollection"))
        .filteredOn(command -> !command.getString("to").getValue().contains(".try."))
        .isNotEmpty()
        .allSatisfy(
            command -> {
              assertThat(command.isBinary("collectionUUID")).isTrue();
              assertThat(command.getDocument("writeConcern").getString("w").getValue())
                  .isEqualTo("majority");
            });
  }

  @Test
  void whatOthersWroteUnderANameWhileItWasFreeIsNotInTheWay() throws Exception {
    RunContext run = Runs.on(target.connection());
    try (Restoration restoration = DRIVER.restore(run)) {
      restoration.write(dump, 0, dump.length);
      SERVER.letRunsDieAfter(3, true); // begun, the view dropped, the first collection aside
      assertThatThrownBy(restoration::commit).isInstanceOf(FailureException.class);
    }
    run("{insert: 'a', documents: [{_id: 'a late one'}]}");
    SERVER.letRunsLive();
    assertThat(DRIVER.tookEffect(target.connection(), run.tag())).isTrue();
    DRIVER.settle(target.connection(), run.tag());
    assertThat(target.contents()).isEqualTo(backedUp);
  }

  @Test
  void whatOthersWroteUnderTheNameOfAViewIsNotInTheWay() throws Exception {
    RunContext run = Runs.on(target.connection());
    try (Restoration restoration = DRIVER.restore(run)) {
      restoration.write(dump, 0, dump.length);
      SERVER.letRunsDieAfter(2, true); // begun, the view dropped
      assertThatThrownBy(restoration::commit).isInstanceOf(FailureException.class);
    }
    run("{insert: 'v', documents: [{_id: 'a late one'}]}");
    SERVER.letRunsLive();
    assertThat(DRIVER.tookEffect(target.connection(), run.tag())).isTrue();
    DRIVER.settle(target.connection(), run.tag());
    assertThat(target.contents()).isEqualTo(backedUp);
  }

  /** Of collections alone: views have no identity, see docs/databases.md. */
  @Test
  void severalMayBringADeadRestoreToItsEndAtOnce() throws Exception {
    run("{drop: 'v'}");
    dump = MongoDumps.dump(target.connection()).bytes();
    backedUp = target.contents();
    for (int round = 0; round < 5; round++) {
      run("{drop: 'b'}");
      run("{insert: 'a', documents: [{_id: 3}]}");
      run("{insert: 'new', documents: [{_id: 'new'}]}");
      RunTag dead = dieOnceBegun();

      List<CompletableFuture<Void>> fences = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        fences.add(Background.run(() -> fence(dead)));
      }
      fences.forEach(CompletableFuture::join);

      assertThat(DRIVER.tookEffect(target.connection(), dead)).isTrue();
      DRIVER.settle(target.connection(), dead);
      assertThat(target.contents()).isEqualTo(backedUp);
    }
  }

  private RunTag dieOnceBegun() throws IOException {
    RunContext run = Runs.on(target.connection());
    try (Restoration restoration = DRIVER.restore(run)) {
      restoration.write(dump, 0, dump.length);
      SERVER.letRunsDieAfter(1, true);
      assertThatThrownBy(restoration::commit).isInstanceOf(FailureException.class);
    }
    SERVER.letRunsLive();
    return run.tag();
  }

  private void fence(RunTag tag) {
    try {
      DRIVER.fence(target.connection(), tag);
    } catch (FailureException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aChangeThatAPrimaryMayUndoAsItStepsDownIsNoSuccess() throws Exception {
    for (String command : new String[] {"create", "renameCollection"}) {
      SERVER.beUnsureOnce(command);
      FailureException e =
          catchThrowableOfType(
              FailureException.class, () -> MongoDumps.restore(dump, target.connection()));
      assertThat(e.failure().message()).as(command).contains("steps down");
      assertThat(target.contents()).isEqualTo(backedUp);
    }
  }

  @Test
  void asksThePrimaryHowFarARestoreIs() throws Exception {
    ConnectionUri lagging =
        new ConnectionUri(target.connection().reveal() + "&readPreference=secondaryPreferred");
    SERVER.forgetCommands();
    MongoDumps.restore(dump, lagging);
    for (String command : new String[] {"find", "count", "aggregate"}) {
      assertThat(SERVER.commands(command))
          .isNotEmpty()
          .noneMatch(it -> it.toJson().contains("secondaryPreferred"));
    }
  }

  @Test
  void aServerThatStoresNoDollarsTakesThePlanToo() throws Exception {
    SERVER.sayVersion("4.4.29");
    try {
      MongoDumps.restore(dump, target.connection());
    } finally {
      SERVER.sayVersion("8.0.14");
    }
    assertThat(target.contents()).isEqualTo(backedUp);
  }

  @Test
  void aClientThatOnlyListensDoesNotHinderTheSettling() throws Exception {
    RunContext run = Runs.on(target.connection());
    SERVER.beginHeartbeat(run.tag().sessionName());
    DRIVER.fence(target.connection(), run.tag());
    DRIVER.settle(target.connection(), run.tag());
    assertThat(target.contents()).isEqualTo(backedUp);
  }

  @Test
  void aLaterAttemptIsLeftAlone() throws Exception {
    RunTag first = Runs.newTag();
    RunTag second = new RunTag(first.instanceId(), first.runId(), 2);
    RunContext run = new RunContext(target.connection(), second, new RecordingLog());
    try (Restoration restoration = DRIVER.restore(run)) {
      restoration.write(dump, 0, dump.length);
      DRIVER.fence(target.connection(), first);
      DRIVER.settle(target.connection(), first);
      restoration.commit();
    }
    assertThat(DRIVER.tookEffect(target.connection(), first)).isFalse();
    assertThat(DRIVER.tookEffect(target.connection(), second)).isTrue();
    DRIVER.settle(target.connection(), second);
    assertThat(target.contents()).isEqualTo(backedUp);
  }

  @Test
  void aRestoreThatIsFencedStopsLoading() throws Exception {
    RunContext run = Runs.on(target.connection());
    try (Restoration restoration = DRIVER.restore(run)) {
      restoration.write(dump, 0, dump.length - 200);
      DRIVER.fence(target.connection(), run.tag());
      DRIVER.settle(target.connection(), run.tag());
      assertThatThrownBy(
              () -> {
                restoration.write(dump, dump.length - 200, 200);
                restoration.commit();
              })
          .isInstanceOf(FailureException.class);
    }
    assertThat(target.leftoversOf(run.tag())).isEmpty();
    assertThat(target.contents()).isEqualTo(backedUp);
  }
}
