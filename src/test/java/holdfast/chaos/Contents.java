package holdfast.chaos;

import holdfast.testing.PostgresContents;
import holdfast.testing.PostgresDatabase;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Everything that is in a database, as a digest of each table and of each kind of definition. */
record Contents(Map<String, String> digests) {

  static Contents of(PostgresDatabase database) {
    Map<String, String> digests = new TreeMap<>();
    PostgresContents.of(database)
        .forEach(
            (kind, rows) -> {
              Sha256 digest = new Sha256();
              rows.forEach(row -> digest.add(row + "\n"));
              digests.put(kind, digest.hex());
            });
    return new Contents(digests);
  }

  /** What differs, by name. */
  Set<String> differences(Contents other) {
    Set<String> names = new TreeSet<>(digests.keySet());
    names.addAll(other.digests.keySet());
    names.removeIf(name -> String.valueOf(digests.get(name)).equals(other.digests.get(name)));
    return names;
  }
}
