package holdfast.chaos;

import holdfast.chaos.Facts.CopyRow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One copy as its manifest in the destination describes it, read by the checker's own code. */
final class StoredCopy {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final CopyRow row;
  private final Place place;
  private final String path;
  private final JsonNode manifest;

  private StoredCopy(CopyRow row, Place place, String path, JsonNode manifest) {
    this.row = row;
    this.place = place;
    this.path = path;
    this.manifest = manifest;
  }

  static StoredCopy read(CopyRow row, Place place) throws IOException {
    if (row.path() == null) {
      throw new IOException("completed without a path: " + row);
    }
    String path = place.prefix() + row.path();
    return new StoredCopy(
        row, place, path, JSON.readTree(place.store().read(path + "manifest.json")));
  }

  /** The keys of everything that belongs to it. */
  Set<String> keys() {
    Set<String> keys = new TreeSet<>(Set.of(path + "manifest.json"));
    manifest.path("objects").forEach(it -> keys.add(place.prefix() + it.path("key").asString()));
    return keys;
  }

  /** Whether each byte is what manifest and catalog say. */
  List<String> violations(Facts.BackupRow backup) throws IOException {
    List<String> found = new ArrayList<>();
    require(found, "uid", manifest.path("uid").asString(), backup.uid());
    require(found, "attempt", manifest.path("attempt").asInt(), backup.attempt());
    require(found, "path's attempt", path.endsWith("/" + backup.attempt() + "/"), true);
    for (JsonNode object : manifest.path("objects")) {
      String key = place.prefix() + object.path("key").asString();
      byte[] bytes = place.store().read(key);
      require(found, "bytes of " + key, (long) bytes.length, object.path("bytes").asLong());
      require(found, "hash of " + key, Sha256.of(bytes), object.path("sha256").asString());
      require(found, "folder of " + key, key.startsWith(path), true);
    }
    byte[] stored = bytes();
    require(found, "size", (long) stored.length, row.sizeBytes());
    require(found, "stored bytes", manifest.path("stored").path("bytes").asLong(), row.sizeBytes());
    require(
        found, "stored hash", Sha256.of(stored), manifest.path("stored").path("sha256").asString());
    found.replaceAll(it -> "copy %s in %s: %s".formatted(path, place.id(), it));
    return found;
  }

  private static void require(List<String> found, String what, Object actual, Object expected) {
    if (!actual.equals(expected)) {
      found.add("%s is %s, not %s".formatted(what, actual, expected));
    }
  }

  /** The stored stream. */
  byte[] bytes() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (JsonNode object : manifest.path("objects")) {
      all.write(place.store().read(place.prefix() + object.path("key").asString()));
    }
    return all.toByteArray();
  }

  /** The stock tool that unpacks it. */
  String unpacker() {
    return switch (manifest.path("compression").asString()) {
      case "zstd" -> "zstd -dcq";
      case "gz" -> "gzip -dc";
      default -> throw new AssertionError("another compression: " + manifest);
    };
  }

  String plainSha256() {
    return manifest.path("plain").path("sha256").asString();
  }
}
