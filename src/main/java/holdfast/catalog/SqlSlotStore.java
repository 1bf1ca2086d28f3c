package holdfast.catalog;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;

/** The table {@code slot}. */
record SqlSlotStore(Handle handle) implements SlotStore {
  private static final String TAKEN = "SELECT number FROM slot WHERE place = :place";
  private static final String TAKE =
      """
      INSERT INTO slot (place, number, run_id) VALUES (:place, :number, :run)
      ON CONFLICT DO NOTHING
      """;
  private static final String FREE = "DELETE FROM slot WHERE run_id = :run";

  @Override
  public Optional<Place> take(String runId, List<Place> places) {
    // All in one order: two who take the same places in turn would wait for each other.
    Optional<Place> full =
        places.stream()
            .sorted(Comparator.comparing(Place::name))
            .filter(place -> !take(runId, place))
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

  private boolean take(String runId, Place place) {
    Set<Integer> taken =
        handle.createQuery(TAKEN).bind("place", place.name()).mapTo(Integer.class).set();
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
