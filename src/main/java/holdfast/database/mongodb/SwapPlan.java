package holdfast.database.mongodb;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/**
 * Which collections change places when a restore takes effect; whoever has it can finish the work
 * or undo it.
 */
record SwapPlan(List<Step> steps, List<View> oldViews, List<View> newViews) {

  SwapPlan {
    steps = List.copyOf(steps);
    oldViews = List.copyOf(oldViews);
    newViews = List.copyOf(newViews);
  }

  /**
   * A collection under another name.
   *
   * @param name where it is kept beside
   * @param uuid its identity; empty where the server tells none
   */
  record Beside(String name, String uuid) {

    private BsonDocument toBson() {
      return new BsonDocument("name", new BsonString(name)).append("uuid", new BsonString(uuid));
    }

    private static Optional<Beside> of(BsonDocument step, String field) {
      return step.isDocument(field)
          ? Optional.of(
              new Beside(
                  step.getDocument(field).getString("name").getValue(),
                  step.getDocument(field).getString("uuid").getValue()))
          : Optional.empty();
    }
  }

  /**
   * What becomes of one name: the collection that has it, if any, goes aside, and the restored one,
   * if any, takes it.
   */
  record Step(String name, Optional<Beside> aside, Optional<Beside> fresh) {

    private BsonDocument toBson() {
      BsonDocument step = new BsonDocument("name", new BsonString(name));
      aside.ifPresent(it -> step.append("aside", it.toBson()));
      fresh.ifPresent(it -> step.append("fresh", it.toBson()));
      return step;
    }

    private static Step of(BsonValue value) {
      BsonDocument step = value.asDocument();
      return new Step(
          step.getString("name").getValue(), Beside.of(step, "aside"), Beside.of(step, "fresh"));
    }
  }

  /** A view and how to make it: views cannot be renamed. */
  record View(String name, BsonDocument options) {

    private BsonDocument toBson() {
      // As bytes: MongoDB 4.4 refuses to store a document that has a pipeline's $names in it.
      return new BsonDocument("name", new BsonString(name))
          .append("options", new BsonBinary(ArchiveFormat.encode(options)));
    }

    private static View of(BsonValue value) {
      BsonDocument view = value.asDocument();
      return new View(
          view.getString("name").getValue(),
          new RawBsonDocument(view.getBinary("options").getData()).decode(new BsonDocumentCodec()));
    }
  }

  /**
   * The plan by which the target becomes the backup.
   *
   * @param target what is in it
   * @param fresh the names under which the backup's collections are kept, by their own
   * @param uuids of the collections kept there, by the names where they are kept
   */
  static SwapPlan of(
      RestoreNames names,
      Catalogue target,
      Map<String, String> fresh,
      Map<String, String> uuids,
      List<View> newViews) {
    Map<String, String> old = new HashMap<>();
    List<View> oldViews = new ArrayList<>();
    for (Catalogue.Entry entry : target.entries()) {
      if (entry.isView()) {
        oldViews.add(new View(entry.name(), entry.options()));
      } else {
        old.put(entry.name(), entry.uuid().orElse(""));
      }
    }
    TreeSet<String> all = new TreeSet<>(old.keySet());
    all.addAll(fresh.keySet());
    List<Step> steps = new ArrayList<>();
    for (String name : all) {
      Optional<Beside> aside =
          Optional.ofNullable(old.get(name))
              .map(uuid -> new Beside(names.replaced(steps.size()), uuid));
      Optional<Beside> restored =
          Optional.ofNullable(fresh.get(name))
              .map(kept -> new Beside(kept, uuids.getOrDefault(kept, "")));
      steps.add(new Step(name, aside, restored));
    }
    return new SwapPlan(steps, oldViews, newViews);
  }

  BsonDocument toBson() {
    return new BsonDocument("steps", new BsonArray(steps.stream().map(Step::toBson).toList()))
        .append("oldViews", new BsonArray(oldViews.stream().map(View::toBson).toList()))
        .append("newViews", new BsonArray(newViews.stream().map(View::toBson).toList()));
  }

  static SwapPlan of(BsonDocument plan) {
    return new SwapPlan(
        plan.getArray("steps").stream().map(Step::of).toList(),
        plan.getArray("oldViews").stream().map(View::of).toList(),
        plan.getArray("newViews").stream().map(View::of).toList());
  }
}
