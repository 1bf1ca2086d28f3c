package holdfast.database.postgresql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import holdfast.database.postgresql.ArchiveBytes.Underflow;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An archive's beginning with entries of our own in its table of contents. They run in pg_restore's
 * session, and in its transaction where it has but one; and nothing but pg_restore sees the rest:
 * psql would obey commands that are hidden in an archive.
 */
final class AmendedArchive {
  /** The first pass of pg_restore, in the order of the contents. */
  private static final String KIND_OF_FIRST = "SCHEMA";

  /** What pg_restore does after all objects and data, in the order of the contents. */
  private static final String KIND_OF_RIGHTS = "ACL";

  /** What pg_restore leaves to the end, after rights too, in the order of the contents. */
  private static final String KIND_OF_LAST = "EVENT TRIGGER";

  /** What pg_restore does with data alone, though it is a statement. */
  private static final String KIND_WITH_DATA = "SEQUENCE SET";

  private static final int OF_NO_SECTION = 1;
  private static final int PRE_DATA = 2;
  private static final int DATA = 3;
  private static final int POST_DATA = 4;
  private static final int WITHOUT_DATA = 3;

  /** Its own, and those of its overflow table and that one's index. */
  private static final int LOCKS_OF_TABLE = 3;

  /** A sign and a number, before the bytes of a text. */
  private static final int LENGTH_BYTES = 5;

  private static final Pattern LOGIN_AS =
      Pattern.compile("^(RE)?SET SESSION AUTHORIZATION\\b", Pattern.MULTILINE);

  /** As pg_dump has it where it dumps more than that schema; pg_restore still gives it away. */
  private static final String NOT_MADE = "-- is in every database\n";

  private static final int LARGEST_ID = 1 << 30;

  private final byte[] contents;
  private final ArchiveBytes in = new ArchiveBytes();
  private final Fates fates;
  private final List<ByteBuffer> kept = new ArrayList<>();
  private final List<Addition> additions = new ArrayList<>();
  private int largestId;
  private int entries;

  /**
   * What is put in.
   *
   * @param first what pg_restore runs before all others, each by itself
   * @param withData those that it runs when it restores data; empty: none
   * @param beforeRights those that it runs when everything is restored but rights
   * @param last those that it runs last
   */
  record Entries(List<String> first, String withData, String beforeRights, String last) {
    Entries {
      first = List.copyOf(first);
    }
  }

  /** What becomes of an entry. */
  enum Fate {
    KEPT,
    LEFT_OUT,

    /** See {@link ExtensionMembers#tried}. */
    TRIED,

    /** See {@link ExtensionMembers#aside}. */
    ASIDE
  }

  /**
   * An entry of our own among those of the archive, which gets its id when all of them are known.
   */
  private record Addition(int piece, String sql) {}

  /** Says what becomes of each entry. */
  interface Fates {
    /**
     * Of one entry.
     *
     * @param isOfOthers whether it is about something that the archive does not make
     */
    Fate of(ArchiveEntry entry, boolean isOfOthers);
  }

  private AmendedArchive(byte[] contents, Fates fates) {
    this.contents = contents;
    this.fates = fates;
  }

  /**
   * The beginning as pg_restore is to see it, piece by piece; what stays is not copied.
   *
   * @param contents header, table of contents, and what has come after it
   * @param fates of its entries
   */
  static List<ByteBuffer> of(byte[] contents, Fates fates, Entries own) throws MalformedArchive {
    try {
      return new AmendedArchive(contents, fates).with(own);
    } catch (Underflow e) {
      throw new MalformedArchive("it ends within its table of contents");
    }
  }

  /** How many locks the restore of these contents takes, more rather than fewer. */
  static long locks(byte[] contents) throws MalformedArchive {
    try {
      ArchiveBytes in = new ArchiveBytes();
      in.wrap(contents, 0, contents.length);
      ArchiveHeader header = ArchiveHeader.read(in);
      long locks = 0;
      for (int left = in.readInt(); left > 0; left--) {
        locks += locks(ArchiveEntry.read(in, header.formatMinor()));
      }
      return locks;
    } catch (Underflow e) {
      throw new MalformedArchive("it ends within its table of contents");
    }
  }

  private static long locks(ArchiveEntry entry) {
    return switch (entry.kind()) {
      case "TABLE", "FOREIGN TABLE", "MATERIALIZED VIEW" -> LOCKS_OF_TABLE;
      // One for each large object that it names.
      case "BLOB METADATA" -> entry.definition().lines().count();
      default -> 1;
    };
  }

  private List<ByteBuffer> with(Entries own) throws Underflow, MalformedArchive {
    in.wrap(contents, 0, contents.length);
    ArchiveHeader header = ArchiveHeader.read(in);
    int end = in.position();
    int count = in.readInt();
    keepEntries(count, header);
    if (largestId > LARGEST_ID) {
      throw new MalformedArchive("an entry has the id " + largestId);
    }
    Writer before = new Writer(header.formatMinor(), in.offsetSize());
    int id = largestId;
    for (String statements : own.first()) {
      before.entry(++id, KIND_OF_FIRST, PRE_DATA, statements);
    }
    before.entry(++id, KIND_OF_RIGHTS, OF_NO_SECTION, own.beforeRights());
    for (Addition addition : additions) {
      Writer among = new Writer(header.formatMinor(), in.offsetSize());
      among.entry(++id, KIND_WITH_DATA, DATA, addition.sql());
      kept.set(addition.piece(), among.buffer());
    }
    Writer after = new Writer(header.formatMinor(), in.offsetSize());
    after.entry(++id, KIND_OF_LAST, POST_DATA, own.last());
    if (!own.withData().isEmpty()) {
      after.entry(++id, KIND_WITH_DATA, DATA, own.withData());
    }
    Writer start = new Writer(header.formatMinor(), in.offsetSize());
    start.bytes.write(contents, 0, end);
    start.integer(entries + id - largestId);
    List<ByteBuffer> pieces = new ArrayList<>(List.of(start.buffer(), before.buffer()));
    pieces.addAll(kept);
    pieces.add(after.buffer());
    pieces.add(ByteBuffer.wrap(contents, in.position(), contents.length - in.position()));
    return pieces;
  }

  private void keepEntries(int count, ArchiveHeader header) throws Underflow, MalformedArchive {
    MadeEntries made = new MadeEntries();
    int start = in.position();
    for (int i = 0; i < count; i++) {
      int at = in.position();
      ArchiveEntry entry = ArchiveEntry.read(in, header.formatMinor());
      int end = in.position();
      largestId = Math.max(largestId, entry.id());
      Fate fate = fates.of(entry, !made.hasSubjectOf(entry));
      made.add(entry);
      if (fate == Fate.LEFT_OUT) {
        keep(start, at);
        start = end;
        continue;
      }
      entries++;
      if (fate == Fate.ASIDE) {
        keep(start, at);
        keepAside(at, entry.definitionAt(), end);
        start = end;
      } else if (fate == Fate.TRIED || entry.isGivenOn() || entry.makesPublic()) {
        keep(start, at);
        keepAmended(at, entry, fate == Fate.TRIED, end);
        start = end;
      }
    }
    keep(start, in.position());
  }

  private void keep(int start, int end) {
    kept.add(ByteBuffer.wrap(contents, start, end - start));
  }

  private void keepAmended(int at, ArchiveEntry entry, boolean isTried, int end)
      throws Underflow, MalformedArchive {
    int definition = entry.definitionAt();
    in.position(definition);
    in.skipString();
    int after = in.position();
    in.position(end);
    String text = text(definition, after);
    String amended = entry.makesPublic() ? NOT_MADE : entry.isGivenOn() ? byMember(text) : text;
    keep(at, definition);
    Writer writer = new Writer(0, 0);
    writer.bytes((isTried ? ExtensionMembers.tried(amended) : amended).getBytes(ISO_8859_1));
    kept.add(writer.buffer());
    keep(after, end);
  }

  /**
   * Rights that were given by somebody who was given them: pg_dump lets its archive log in as that
   * role, which only a superuser may. A member of the role can do the same.
   */
  private static String byMember(String sql) {
    return LOGIN_AS.matcher(sql).replaceAll("$1SET ROLE");
  }

  private void keepAside(int at, int definition, int end) throws Underflow, MalformedArchive {
    in.position(definition);
    in.skipString();
    in.skipString(); // statement that drops it
    int copy = in.position();
    in.skipString();
    int after = in.position();
    in.position(end);
    Optional<ExtensionMembers.Aside> aside = ExtensionMembers.aside(text(copy, after));
    if (aside.isEmpty()) { // Rows are inserted, statement by statement, and none need no right.
      keep(at, end);
      return;
    }
    keep(at, copy);
    Writer writer = new Writer(0, 0);
    writer.bytes(aside.get().copy().getBytes(ISO_8859_1));
    kept.add(writer.buffer());
    keep(after, end);
    additions.add(new Addition(kept.size(), aside.get().then()));
    kept.add(ByteBuffer.allocate(0));
  }

  /**
   * What stands between two places; empty: nothing. The keywords are the same in all character sets
   * of archives; names stay what they are.
   */
  private String text(int start, int end) {
    int begin = start + LENGTH_BYTES;
    return new String(contents, begin, end - begin, ISO_8859_1);
  }

  /** Written as pg_dump does. */
  private record Writer(int formatMinor, int offsetSize, ByteArrayOutputStream bytes) {
    Writer(int formatMinor, int offsetSize) {
      this(formatMinor, offsetSize, new ByteArrayOutputStream());
    }

    ByteBuffer buffer() {
      return ByteBuffer.wrap(bytes.toByteArray());
    }

    void entry(int id, String kind, int section, String sql) {
      integer(id);
      integer(0); // no data
      text("0"); // catalog id: table
      text("0"); // catalog id: row
      text("HOLDFAST");
      text(kind);
      integer(section);
      text(sql);
      text(""); // statement that drops it
      text(null); // copy statement
      text(null); // schema
      text(null); // tablespace
      if (formatMinor >= ArchiveEntry.MINOR_WITH_ACCESS_METHOD) {
        text(null);
      }
      if (formatMinor >= ArchiveEntry.MINOR_WITH_RELATION_KIND) {
        integer(0);
      }
      text(""); // owner
      text("false"); // with oids
      text(null); // the end of the dependencies
      bytes.write(WITHOUT_DATA);
      bytes.writeBytes(new byte[offsetSize]);
    }

    void text(@Nullable String text) {
      if (text == null) {
        integer(-1);
        return;
      }
      bytes(text.getBytes(ISO_8859_1));
    }

    void bytes(byte[] text) {
      integer(text.length);
      bytes.writeBytes(text);
    }

    void integer(int value) {
      bytes.write(value < 0 ? 1 : 0);
      int magnitude = Math.abs(value);
      for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
        bytes.write(magnitude >>> shift);
      }
    }
  }
}
