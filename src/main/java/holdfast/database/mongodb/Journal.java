package holdfast.database.mongodb;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import java.util.Locale;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/**
 * How far a restore is, in a collection of the target that has the run's name. Every move is a
 * compare-and-set that outlives the loss of the primary, so that of two processes which want to go
 * different ways only one does.
 */
final class Journal {
  private static final BsonDocument THE_ONE = new BsonDocument("_id", new BsonString("restore"));

  /** How far a restore is. */
  enum State {
    /** The backup is being loaded beside. */
    LOADING,
    /** It was told from outside never to take effect. */
    FENCED,
    /** Collections change places, by the process that restores. */
    APPLYING,
    /** The same, by one that found it dead or took it for dead. */
    FINISHING,
    /** The target is the backup: the mark of success. */
    APPLIED,
    /** Collections change back, since the server refused a step. */
    UNDOING,
    /** The target is what it was. */
    UNDONE;

    private BsonString text() {
      return new BsonString(name().toLowerCase(Locale.ROOT));
    }
  }

  private final MongoCollection<BsonDocument> collection;

  Journal(MongoSession session, String name) {
    this.collection = session.database().getCollection(name, BsonDocument.class);
  }

  /** Begins it: {@link State#LOADING}. */
  void create() {
    collection.insertOne(THE_ONE.clone().append("state", State.LOADING.text()));
  }

  /** Empty where there is no journal. */
  Optional<State> state() {
    return Optional.ofNullable(read())
        .map(
            document ->
                State.valueOf(document.getString("state").getValue().toUpperCase(Locale.ROOT)));
  }

  /** The plan, from {@link State#APPLYING} on. */
  SwapPlan plan() {
    BsonDocument document = read();
    if (document == null || !document.isDocument("plan")) {
      throw new IllegalStateException("a restore's journal has no plan");
    }
    return SwapPlan.of(document.getDocument("plan"));
  }

  /** Moves on, if nobody else has. */
  boolean move(State from, State to) {
    return update(from, new BsonDocument("state", to.text()));
  }

  /** From {@link State#LOADING} to {@link State#APPLYING}, by this plan; if nobody was faster. */
  boolean begin(SwapPlan plan) {
    return update(
        State.LOADING,
        new BsonDocument("state", State.APPLYING.text()).append("plan", plan.toBson()));
  }

  private boolean update(State from, BsonDocument changes) {
    return collection.findOneAndUpdate(
            THE_ONE.clone().append("state", from.text()),
            new BsonDocument("$set", changes),
            new FindOneAndUpdateOptions().projection(THE_ONE_ONLY))
        != null;
  }

  private static final BsonDocument THE_ONE_ONLY =
      new BsonDocument("_id", new org.bson.BsonInt32(1));

  private @Nullable BsonDocument read() {
    return collection.find(THE_ONE).first();
  }
}
