package holdfast.database.mongodb;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import holdfast.database.mongodb.Journal.State;
import holdfast.database.mongodb.SwapPlan.Beside;
import holdfast.database.mongodb.SwapPlan.Step;
import holdfast.database.mongodb.SwapPlan.View;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bson.BsonBinary;
import org.bson.BsonBinarySubType;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;

/**
 * Puts the restored collections in the place of the target's. MongoDB renames one collection at a
 * time, so the journal has the plan before the first of them, and from then on there is one way
 * only: forward, by this process or by one that takes over, until all is done; or back, when the
 * server refuses a step. Each step finds out by the names that are there whether it was done, so
 * that two processes may do the same step. Where the server can (6.0), a step names the identity of
 * the collection that it means: a process that slept cannot move what took a name since.
 *
 * <p>Clients see a mix of old and new collections meanwhile, and for a moment none of a name. What
 * they write into one in that moment is lost.
 */
final class Swap {
  private static final Set<State> FORWARD = EnumSet.of(State.APPLYING, State.FINISHING);
  private static final Set<State> BACK = EnumSet.of(State.UNDOING);
  private static final int MOST_TRIES = 10;
  private static final Set<Integer> DONE_BY_OTHERS =
      Set.of(
          MongoFailures.NAMESPACE_NOT_FOUND,
          MongoFailures.NAMESPACE_EXISTS,
          MongoFailures.COLLECTION_UUID_MISMATCH);

  private final MongoSession session;
  private final Journal journal;

  Swap(MongoSession session, Journal journal) {
    this.session = session;
    this.journal = journal;
  }

  /**
   * Begins the plan and carries it out.
   *
   * @throws FailureException when the target is what it was
   * @throws MongoException when that is not known
   */
  void perform(SwapPlan plan) throws FailureException {
    if (!journal.begin(plan)) {
      throw failed("it was told from outside to end, and did not take effect");
    }
    try {
      forward(plan, EnumSet.of(State.APPLYING));
    } catch (MongoCommandException refused) {
      undo(refused, plan);
    }
    if (!journal.move(State.APPLYING, State.APPLIED)) {
      resolve();
    }
  }

  private void undo(MongoCommandException refused, SwapPlan plan) throws FailureException {
    if (!journal.move(State.APPLYING, State.UNDOING)) {
      throw refused;
    }
    back(plan);
    journal.move(State.UNDOING, State.UNDONE);
    throw MongoFailures.inRun(refused, session.uri(), FailureCode.RESTORE_FAILED);
  }

  /**
   * Brings a restore that nobody drives any more to its end: one that has not begun to take effect
   * never will, one that has is finished.
   *
   * @return how it ended; empty where there is no journal
   */
  Optional<State> resolve() throws FailureException {
    for (int tries = 1; ; tries++) {
      try {
        return bringToItsEnd();
      } catch (FailureException | MongoCommandException e) {
        // Another that does the same may have been faster: then the next look sees what it did.
        if (tries == MOST_TRIES) {
          throw e;
        }
      }
    }
  }

  private Optional<State> bringToItsEnd() throws FailureException {
    Optional<State> state = journal.state();
    while (state.isPresent()) {
      State now = state.get();
      switch (now) {
        case LOADING -> journal.move(now, State.FENCED);
        case APPLYING -> journal.move(now, State.FINISHING);
        case FINISHING -> {
          forward(journal.plan(), FORWARD);
          journal.move(now, State.APPLIED);
        }
        case UNDOING -> {
          back(journal.plan());
          journal.move(now, State.UNDONE);
        }
        case FENCED, APPLIED, UNDONE -> {
          return state;
        }
      }
      state = journal.state();
    }
    return state;
  }

  private void forward(SwapPlan plan, Set<State> allowed) throws FailureException {
    Map<String, Catalogue.Entry> there = there();
    for (View view : plan.oldViews()) {
      if (isView(there, view.name())) {
        require(allowed);
        session.drop(view.name());
      }
    }
    for (Step step : plan.steps()) {
      require(allowed);
      if (step.aside().isPresent()
          && there.containsKey(step.name())
          && !there.containsKey(step.aside().get().name())) {
        rename(step.name(), step.aside().get().name(), step.aside().get().uuid(), false);
      }
      if (step.fresh().isPresent() && there.containsKey(step.fresh().get().name())) {
        rename(step.fresh().get().name(), step.name(), step.fresh().get().uuid(), true);
      }
    }
    create(plan.newViews(), allowed);
    requireDone(
        plan.steps().stream()
            .flatMap(step -> step.fresh().map(Beside::name).stream())
            .collect(Collectors.toSet()));
  }

  private void back(SwapPlan plan) throws FailureException {
    Map<String, Catalogue.Entry> there = there();
    for (View view : plan.newViews()) {
      if (isView(there, view.name())) {
        require(BACK);
        session.drop(view.name());
      }
    }
    for (Step step : plan.steps()) {
      require(BACK);
      if (step.fresh().isPresent()
          && there.containsKey(step.name())
          && !there.containsKey(step.fresh().get().name())) {
        rename(step.name(), step.fresh().get().name(), step.fresh().get().uuid(), false);
      }
      if (step.aside().isPresent() && there.containsKey(step.aside().get().name())) {
        rename(step.aside().get().name(), step.name(), step.aside().get().uuid(), true);
      }
    }
    create(plan.oldViews(), BACK);
    requireDone(
        plan.steps().stream()
            .flatMap(step -> step.aside().map(Beside::name).stream())
            .collect(Collectors.toSet()));
  }

  private Map<String, Catalogue.Entry> there() throws FailureException {
    return Catalogue.of(session).entries().stream()
        .collect(Collectors.toMap(Catalogue.Entry::name, Function.identity()));
  }

  private static boolean isView(Map<String, Catalogue.Entry> there, String name) {
    Catalogue.Entry entry = there.get(name);
    return entry != null && entry.isView();
  }

  /**
   * Makes the views. A client that stores something under a view's name while it is free makes a
   * collection there, which would be in the way for ever; it is lost, like all that is written
   * then.
   */
  private void create(List<View> views, Set<State> allowed) throws FailureException {
    List<View> left = views;
    for (int tries = 0; !left.isEmpty() && tries < MOST_TRIES; tries++) {
      Map<String, Catalogue.Entry> before = there();
      for (View view : left) {
        require(allowed);
        if (before.containsKey(view.name()) && !isView(before, view.name())) {
          session.drop(view.name());
        }
        create(view);
      }
      Map<String, Catalogue.Entry> after = there();
      left = left.stream().filter(view -> !isView(after, view.name())).toList();
    }
    if (!left.isEmpty()) {
      throw failed(
          "other clients keep storing under the names of views: "
              + String.join(", ", left.stream().map(View::name).toList()));
    }
  }

  private void create(View view) {
    BsonDocument command = new BsonDocument("create", new BsonString(view.name()));
    command.putAll(view.options());
    try {
      session.run(MongoSession.lasting(command));
    } catch (MongoException e) {
      requireDoneByOthers(e);
    }
  }

  private void rename(String from, String to, String uuid, boolean replaces) {
    BsonDocument command =
        new BsonDocument("renameCollection", namespace(from))
            .append("to", namespace(to))
            .append("dropTarget", BsonBoolean.valueOf(replaces));
    if (session.server().checksIdentity() && !uuid.isEmpty()) {
      command.append(
          "collectionUUID",
          new BsonBinary(BsonBinarySubType.UUID_STANDARD, HexFormat.of().parseHex(uuid)));
    }
    try {
      session.runAsAdmin(MongoSession.lasting(command));
    } catch (MongoException e) {
      requireDoneByOthers(e);
    }
  }

  private BsonString namespace(String collection) {
    return new BsonString(session.uri().database() + "." + collection);
  }

  private static void requireDoneByOthers(MongoException e) {
    if (!DONE_BY_OTHERS.contains(e.getCode())) {
      throw e;
    }
  }

  /** Nothing of what was to take its place, or get it back, may be left where it was kept. */
  private void requireDone(Set<String> keptBeside) throws FailureException {
    Set<String> left = new java.util.TreeSet<>(there().keySet());
    left.retainAll(keptBeside);
    if (!left.isEmpty()) {
      throw failed("these collections could not be put in their places: " + left);
    }
  }

  private void require(Set<State> allowed) throws FailureException {
    if (journal.state().filter(allowed::contains).isEmpty()) {
      throw failed("another process has taken it over and brings it to its end");
    }
  }

  private FailureException failed(String why) {
    return new FailureException(
        FailureCode.RESTORE_FAILED,
        "cannot restore into %s: %s".formatted(session.uri().where(), why),
        "See the restore's status and its log; restore again if it is still wanted.");
  }

  /** Whether this user may do what a swap does; leaves nothing. */
  static void rehearse(MongoSession session, RestoreNames names) {
    String database = session.uri().database() + ".";
    session.drop(names.trial(1));
    session.run(MongoSession.lasting(new BsonDocument("create", new BsonString(names.trial(0)))));
    session.runAsAdmin(
        MongoSession.lasting(
            new BsonDocument("renameCollection", new BsonString(database + names.trial(0)))
                .append("to", new BsonString(database + names.trial(1)))));
    session.drop(names.trial(1));
  }

  /** Whether the server takes this view; leaves nothing. */
  static void rehearse(MongoSession session, RestoreNames names, View view) {
    BsonDocument command = new BsonDocument("create", new BsonString(names.trial(2)));
    command.putAll(view.options());
    session.run(command);
    session.drop(names.trial(2));
  }
}
