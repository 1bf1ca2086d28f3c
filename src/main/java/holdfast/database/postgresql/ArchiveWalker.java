package holdfast.database.postgresql;

import holdfast.database.postgresql.ArchiveBytes.Underflow;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Walks through an archive of pg_dump's custom format while its bytes pass: header, table of
 * contents, data blocks. The format has no trailer, so that a cut archive looks like a short one;
 * the walker tells them apart, for it knows which blocks the table of contents announced. Keeps no
 * data and no entries, only the ids of the blocks still to come. For one thread.
 */
final class ArchiveWalker implements Walker {
  private static final int MAX_UNIT_BYTES = 16 * 1024 * 1024;
  private static final int MAX_ID = 1 << 26;
  private static final int BLOCK_OF_DATA = 1;
  private static final int BLOCK_OF_LARGE_OBJECTS = 3;

  private enum Place {
    HEADER,
    COUNT,
    ENTRY,
    BLOCK,
    LARGE_OBJECT,
    CHUNK
  }

  private final ArchiveBytes in = new ArchiveBytes();
  private final ArchiveNeeds.Collector collector = new ArchiveNeeds.Collector();
  private final PublicInArchive publicInArchive = new PublicInArchive();
  private final DatabaseOwn.Collector own = new DatabaseOwn.Collector();
  private final BitSet awaitedBlocks = new BitSet();
  private Place place = Place.HEADER;
  private byte[] unread = {};
  private int unreadBytes;
  private long unitStart;
  private int dataBytesToSkip;
  private boolean inLargeObjects;
  private int entriesToRead;
  private int entries;
  private int dataBlocks;
  private @Nullable ArchiveHeader header;

  @Override
  public void accept(byte[] bytes, int offset, int length) throws MalformedArchive {
    append(bytes, offset, length);
    in.wrap(unread, 0, unreadBytes);
    walk();
    unreadBytes -= in.position();
    System.arraycopy(unread, in.position(), unread, 0, unreadBytes);
    if (unreadBytes > MAX_UNIT_BYTES) {
      throw new MalformedArchive(
          "an entry at byte " + unitStart + " is larger than " + MAX_UNIT_BYTES);
    }
  }

  private void append(byte[] bytes, int offset, int length) {
    if (unread.length - unreadBytes < length) {
      unread = Arrays.copyOf(unread, Math.max(unreadBytes + length, 2 * unread.length));
    }
    System.arraycopy(bytes, offset, unread, unreadBytes, length);
    unreadBytes += length;
  }

  /** The header, once it has passed. */
  Optional<ArchiveHeader> header() {
    return Optional.ofNullable(header);
  }

  /** Whether header and table of contents have passed, so that what they say is whole. */
  boolean hasContents() {
    return place.compareTo(Place.BLOCK) >= 0;
  }

  ArchiveNeeds needs() {
    return collector.needs(publicInArchive.isTakenForClosed(header().orElseThrow()));
  }

  DatabaseOwn databaseOwn() {
    return own.own();
  }

  PublicInArchive publicInArchive() {
    return publicInArchive;
  }

  @Override
  public Map<String, String> details() {
    return Map.of(
        "archiveFormat", "1." + header().orElseThrow().formatMinor(),
        "entries", Integer.toString(entries),
        "dataBlocks", Integer.toString(dataBlocks));
  }

  @Override
  public Optional<String> missing() {
    if (!hasContents()) {
      return Optional.of("it ends within its table of contents");
    }
    if (place != Place.BLOCK || unreadBytes > 0) {
      return Optional.of("it ends within a data block");
    }
    if (!awaitedBlocks.isEmpty()) {
      return Optional.of(
          awaitedBlocks.cardinality() + " of " + dataBlocks + " data blocks are missing");
    }
    return Optional.empty();
  }

  private void walk() throws MalformedArchive {
    int unit = in.position();
    try {
      while (true) {
        skipData();
        unit = in.position();
        step();
        unitStart += in.position() - unit;
      }
    } catch (Underflow e) {
      in.position(unit);
    } catch (MalformedArchive e) {
      throw new MalformedArchive(e.getMessage() + ", at byte " + unitStart);
    }
  }

  private void skipData() {
    int skipped = Math.min(dataBytesToSkip, in.available());
    dataBytesToSkip -= skipped;
    unitStart += skipped;
    in.position(in.position() + skipped);
  }

  private void step() throws Underflow, MalformedArchive {
    switch (place) {
      case HEADER -> readHeader();
      case COUNT -> readCount();
      case ENTRY -> readEntry();
      case BLOCK -> readBlockStart();
      case LARGE_OBJECT -> readLargeObjectStart();
      case CHUNK -> readChunkStart();
    }
  }

  private void readHeader() throws Underflow, MalformedArchive {
    header = ArchiveHeader.read(in);
    place = Place.COUNT;
  }

  private void readCount() throws Underflow, MalformedArchive {
    entries = in.readInt();
    if (entries < 0) {
      throw new MalformedArchive("the table of contents has " + entries + " entries");
    }
    entriesToRead = entries;
    place = entries == 0 ? Place.BLOCK : Place.ENTRY;
  }

  private void readEntry() throws Underflow, MalformedArchive {
    ArchiveEntry entry = ArchiveEntry.read(in, header == null ? 0 : header.formatMinor());
    collector.add(entry);
    own.add(entry);
    publicInArchive.add(entry);
    if (entry.hasData()) {
      requireSensible(entry.id());
      awaitedBlocks.set(entry.id());
      dataBlocks++;
    }
    if (--entriesToRead == 0) {
      place = Place.BLOCK;
    }
  }

  /** Ids are counted up from 1: one that is far out would only fill the memory. */
  private static void requireSensible(int id) throws MalformedArchive {
    if (id <= 0 || id > MAX_ID) {
      throw new MalformedArchive("an entry has the id " + id);
    }
  }

  private void readBlockStart() throws Underflow, MalformedArchive {
    int kind = in.readByte();
    int id = in.readInt();
    if (kind != BLOCK_OF_DATA && kind != BLOCK_OF_LARGE_OBJECTS) {
      throw new MalformedArchive("a data block is of the unknown kind " + kind);
    }
    if (id <= 0 || !awaitedBlocks.get(id)) {
      throw new MalformedArchive("data block " + id + " was not announced, or comes twice");
    }
    awaitedBlocks.clear(id);
    inLargeObjects = kind == BLOCK_OF_LARGE_OBJECTS;
    place = inLargeObjects ? Place.LARGE_OBJECT : Place.CHUNK;
  }

  private void readLargeObjectStart() throws Underflow, MalformedArchive {
    place = in.readInt() == 0 ? Place.BLOCK : Place.CHUNK;
  }

  private void readChunkStart() throws Underflow, MalformedArchive {
    int length = in.readInt();
    if (length < 0) {
      throw new MalformedArchive("a piece of data has the length " + length);
    }
    dataBytesToSkip = length;
    if (length == 0) {
      place = inLargeObjects ? Place.LARGE_OBJECT : Place.BLOCK;
    }
  }
}
