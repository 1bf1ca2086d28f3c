package holdfast.database.postgresql;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the list of files that a server gives with a snapshot, a line at a time, and proves it by
 * the hash in its last line. For one thread.
 *
 * @see <a href="https://www.postgresql.org/docs/current/backup-manifest-format.html">Its format</a>
 */
final class BackupManifest {
  private static final int MAX_LINE_BYTES = 1 << 16;
  private static final String LAST_LINE = "\"Manifest-Checksum\"";
  private static final JsonMapper JSON = new JsonMapper();

  private final FileSums listed = new FileSums();
  private final List<LogRange> ranges = new ArrayList<>();
  private final MessageDigest digest = FileSums.sha256();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean isProven;
  private boolean hasPassed;

  void accept(byte[] bytes, int offset, int length) throws MalformedArchive {
    int begin = offset;
    for (int at = offset; at < offset + length; at++) {
      if (bytes[at] == '\n') {
        line.write(bytes, begin, at + 1 - begin);
        begin = at + 1;
        endLine();
      }
    }
    line.write(bytes, begin, offset + length - begin);
    if (line.size() > MAX_LINE_BYTES) {
      throw new MalformedArchive("a line of the server's list of files has no end");
    }
  }

  /** The file that the list is in has passed. */
  void end() {
    hasPassed = true;
  }

  private void endLine() throws MalformedArchive {
    String text = line.toString(UTF_8).strip();
    if (text.startsWith(LAST_LINE)) {
      String hash = HexFormat.of().formatHex(digest.digest());
      isProven = parse("{" + text).path("Manifest-Checksum").asString("").equals(hash);
    } else {
      digest.update(line.toByteArray());
      read(text.endsWith(",") ? text.substring(0, text.length() - 1) : text);
    }
    line.reset();
  }

  private void read(String item) throws MalformedArchive {
    if (item.startsWith("{") && item.endsWith("}")) {
      JsonNode entry = parse(item);
      if (entry.has("Timeline")) {
        addRange(entry);
      } else {
        addFile(entry);
      }
    }
  }

  private void addRange(JsonNode entry) throws MalformedArchive {
    ranges.add(
        new LogRange(
            entry.path("Timeline").asLong(),
            LogRange.position(entry.path("Start-LSN").asString("")),
            LogRange.position(entry.path("End-LSN").asString(""))));
  }

  private void addFile(JsonNode entry) throws MalformedArchive {
    try {
      byte[] name =
          entry.has("Path")
              ? entry.path("Path").asString().getBytes(UTF_8)
              : HexFormat.of().parseHex(entry.path("Encoded-Path").asString());
      int crc = HexFormat.fromHexDigits(entry.path("Checksum").asString());
      listed.add(name, entry.path("Size").asLong(), crc);
    } catch (IllegalArgumentException | JacksonException e) {
      throw new MalformedArchive("the server's list of files has an entry without a checksum");
    }
  }

  private static JsonNode parse(String json) throws MalformedArchive {
    try {
      return JSON.readTree(json);
    } catch (JacksonException e) {
      throw new MalformedArchive("the server's list of files is not JSON");
    }
  }

  /** Why the list proves nothing; empty if it is whole. */
  Optional<String> missing() {
    if (!hasPassed) {
      return Optional.of("the server's list of files is missing");
    }
    if (!isProven || ranges.isEmpty()) {
      return Optional.of("the server's list of files is not whole");
    }
    return Optional.empty();
  }

  /** The files that the list names. */
  FileSums listed() {
    return listed;
  }

  /** What the snapshot needs of the log: a range of each timeline, the newest first. */
  List<LogRange> ranges() {
    return ranges;
  }
}
