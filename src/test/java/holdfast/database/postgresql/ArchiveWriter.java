package holdfast.database.postgresql;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes small archives as pg_dump of any version would, for versions that no test machine has. */
final class ArchiveWriter {
  private final int minor;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final List<Integer> boundaries = new ArrayList<>();

  ArchiveWriter(int minor) {
    this.minor = minor;
  }

  ArchiveWriter header() {
    out.writeBytes("PGDMP".getBytes(UTF_8));
    bytes(1, minor, 0, 4, 8, 1);
    if (minor >= 15) {
      bytes(0);
    } else {
      integer(0);
    }
    for (int field : new int[] {59, 30, 12, 24, 10, 126, 0}) {
      integer(field);
    }
    return text("shop").text("1" + minor + ".1").text("1" + minor + ".2 (somebody's build)");
  }

  ArchiveWriter entries(int count) {
    return integer(count);
  }

  /**
   * One line of the table of contents.
   *
   * @param sql of an entry with data: what these follow, {@code COPY}
   */
  ArchiveWriter entry(int id, boolean hasData, String kind, String tag, String sql, String owner) {
    integer(id).integer(hasData ? 1 : 0).text("1259").text("4294967295");
    text(tag).text(kind).integer(2).text(hasData ? "" : sql).text("");
    text(hasData ? sql : null).text("public").text(null);
    if (minor >= 14) {
      text("heap");
    }
    if (minor >= 16) {
      integer('r');
    }
    text(owner).text("false").text("1").text("2").text(null);
    bytes(hasData ? 1 : 3, 0, 0, 0, 0, 0, 0, 0, 0);
    boundary();
    return this;
  }

  ArchiveWriter data(int id, String... pieces) {
    bytes(1);
    integer(id);
    return pieces(pieces);
  }

  ArchiveWriter largeObjects(int id, int... oids) {
    bytes(3);
    integer(id);
    for (int oid : oids) {
      integer(oid).pieces("large", "object");
    }
    integer(0);
    boundary();
    return this;
  }

  private ArchiveWriter pieces(String... pieces) {
    for (String piece : pieces) {
      text(piece); // A piece is written like a text: its length, then its bytes.
    }
    integer(0);
    boundary();
    return this;
  }

  byte[] bytes() {
    return out.toByteArray();
  }

  /** Where entries and blocks end. */
  List<Integer> boundaries() {
    return List.copyOf(boundaries);
  }

  private void boundary() {
    boundaries.add(out.size());
  }

  private void bytes(int... values) {
    for (int value : values) {
      out.write(value);
    }
  }

  ArchiveWriter integer(int value) {
    long magnitude = Math.abs((long) value);
    out.write(value < 0 ? 1 : 0);
    for (int shift = 0; shift < 32; shift += 8) {
      out.write((int) (magnitude >>> shift));
    }
    return this;
  }

  ArchiveWriter text(@Nullable String text) {
    if (text == null) {
      return integer(-1);
    }
    byte[] bytes = text.getBytes(UTF_8);
    integer(bytes.length);
    out.writeBytes(bytes);
    return this;
  }
}
