package holdfast.catalog;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;

/** The table {@code slot}. */
record SqlSlotStore(Handle handle) implements SlotStore {
  private static final String TAKEN = "SELECT place, number FROM slot WHERE place IN (<places>)";
  private static final String TAKE =
      """
      INSERT INTO slot (place, number, run_id) VALUES (:place, :number, :run)
      ON CONFLICT DO NOTHING
      """;
  private static final String FREE = "DELETE FROM slot WHERE run_id = :run";

  @Override
  public Optional<Place> take(String runId, List<Place> places) {
    // All in one order: two who take the same places in turn would wait for each other.
    Map<String, Set<Integer>> taken = taken(places);
    Optional<Place> full =
        places.stream()
            .sorted(Comparator.comparing(Place::name))
            .filter(place -> !take(runId, place, taken.getOrDefault(place.name(), Set.of())))
            .findFirst();
    if (full.isPresent()) {
      free(runId);
    }
    return full;
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

  private boolean take(String runId, Place place, Set<Integer> taken) {
    return taken.size() < place.most()
        && IntStream.range(0, place.most())
            .filter(number -> !taken.contains(number))
            .anyMatch(number -> take(runId, place, number));
  }

  private boolean take(String runId, Place place, int number) {
    return handle
            .createUpdate(TAKE)
            .bind("place", place.name())
            .bind("number", number)
            .bind("run", runId)
            .execute()
        == 1;
  }

  /** Of a run that has ended, or stopped for now. */
  static void free(Handle handle, String runId) {
    handle.createUpdate(FREE).bind("run", runId).execute();
  }
}
