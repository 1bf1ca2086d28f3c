package holdfast.catalog;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** The table {@code slot}. */
record SqlSlotStore(Handle handle) implements SlotStore {
  private static final String TAKEN = "SELECT place, number FROM slot WHERE place IN (<places>)";
  private static final String TAKE =
      "INSERT INTO slot (place, number, run_id) VALUES <slots> ON CONFLICT DO NOTHING";
  private static final String HELD = "SELECT place FROM slot WHERE run_id = :run";
  private static final String FREE = "DELETE FROM slot WHERE run_id = :run";

  @Override
  public Optional<Place> take(String runId, List<Place> places) {
    // All in one order: two who take the same places in turn would wait for each other.
    List<Place> sorted = places.stream().sorted(Comparator.comparing(Place::name)).toList();
    Map<String, Set<Integer>> taken = taken(sorted);
    Optional<Place> full = sorted.stream().filter(place -> isFull(place, taken)).findFirst();
    if (full.isPresent()) {
      return full;
    }
    List<Slot> first =
        sorted.stream()
            .map(place -> untaken(runId, place, taken).findFirst().orElseThrow())
            .toList();
    return takeAll(first) ? Optional.empty() : afterConflict(runId, sorted, taken);
  }

  /**
   * Somebody was quicker at one of them. Further slots are tried at the last place alone: whoever
   * waits at an earlier one while he holds a later one may wait for somebody who waits for him.
   */
  private Optional<Place> afterConflict(
      String runId, List<Place> sorted, Map<String, Set<Integer>> taken) {
    Set<String> held = held(runId);
    Place missed =
        sorted.stream().filter(place -> !held.contains(place.name())).findFirst().orElseThrow();
    if (missed.equals(sorted.getLast())
        && untaken(runId, missed, taken).anyMatch(slot -> takeAll(List.of(slot)))) {
      return Optional.empty();
    }
    free(runId);
    return Optional.of(missed);
  }

  private Set<String> held(String runId) {
    return handle.createQuery(HELD).bind("run", runId).mapTo(String.class).set();
  }

  @Override
  public void free(String runId) {
    free(handle, runId);
  }

  private Map<String, Set<Integer>> taken(List<Place> places) {
    if (places.isEmpty()) {
      return Map.of();
    }
    Map<String, Set<Integer>> taken = new HashMap<>();
    handle
        .createQuery(TAKEN)
        .bindList("places", places.stream().map(Place::name).toList())
        .map((row, context) -> Map.entry(row.getString(1), row.getInt(2)))
        .forEach(
            slot ->
                taken.computeIfAbsent(slot.getKey(), it -> new HashSet<>()).add(slot.getValue()));
    return taken;
  }

  private static Set<Integer> at(Place place, Map<String, Set<Integer>> taken) {
    return taken.getOrDefault(place.name(), Set.of());
  }

  private static boolean isFull(Place place, Map<String, Set<Integer>> taken) {
    return at(place, taken).size() >= place.most();
  }

  private static Stream<Slot> untaken(String runId, Place place, Map<String, Set<Integer>> taken) {
    Set<Integer> there = at(place, taken);
    return IntStream.range(0, place.most())
        .filter(number -> !there.contains(number))
        .mapToObj(number -> new Slot(place.name(), number, runId));
  }

  /** Answers false when one of them at least was taken meanwhile. */
  private boolean takeAll(List<Slot> slots) {
    return slots.isEmpty()
        || handle
                .createUpdate(TAKE)
                .bindMethodsList("slots", slots, List.of("place", "number", "runId"))
                .execute()
            == slots.size();
  }

  /** Of a run that has ended, or stopped for now. */
  static void free(Handle handle, String runId) {
    handle.createUpdate(FREE).bind("run", runId).execute();
  }

  /** Public because Jdbi calls no methods of other classes. */
  public record Slot(String place, int number, String runId) {}
}
