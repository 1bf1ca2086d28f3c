package holdfast.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What others have in a store: backups of another installation with the same names, and whatever
 * looks like it. Nobody here may ever touch it.
 */
final class Foreign {
  private final Store store;
  private final Map<String, String> hashes = new HashMap<>();
  private final Set<String> unfinished = new TreeSet<>();

  Foreign(Store store) {
    this.store = store;
  }

  /**
   * Puts some.
   *
   * @param folder of an addon's backups, ending in a slash
   */
  void put(String folder, SplittableRandom random) throws IOException {
    String attempt =
        "%s202601%02dT000000Z-%s/1/"
            .formatted(
                folder,
                1 + random.nextInt(28),
                new UUID((random.nextLong() & ~0xf000L) | 0x7000L, random.nextLong()));
    putObject(attempt + "data.0000.pgdump.zst", random);
    if (random.nextBoolean()) {
      putObject(attempt + "manifest.json", random);
    } else {
      unfinished.add(store.leaveUnfinished(attempt + "data.0001.pgdump.zst"));
    }
    putObject(folder + "manifest.json", random);
    String name = Long.toHexString(random.nextLong());
    putObject("readme-" + name, random);
    putObject("elsewhere-" + name + "/data.0000.pgdump.gz", random);
  }

  private void putObject(String key, SplittableRandom random) throws IOException {
    byte[] bytes = ("not ours " + random.nextLong()).getBytes(UTF_8);
    store.put(key, bytes);
    hashes.put(key, Sha256.of(bytes));
  }

  Set<String> keys() {
    return hashes.keySet();
  }

  Set<String> unfinished() {
    return unfinished;
  }

  /** What was touched. */
  List<String> violations() throws IOException {
    Set<String> there = store.keys();
    List<String> violations = new ArrayList<>();
    for (Map.Entry<String, String> entry : hashes.entrySet()) {
      if (!there.contains(entry.getKey())) {
        violations.add("a foreign object was removed: " + entry.getKey());
      } else if (!Sha256.of(store.read(entry.getKey())).equals(entry.getValue())) {
        violations.add("a foreign object was changed: " + entry.getKey());
      }
    }
    Set<String> lost = new TreeSet<>(unfinished);
    lost.removeAll(Set.copyOf(store.unfinished()));
    lost.forEach(key -> violations.add("a foreign upload was discarded: " + key));
    return violations;
  }
}
