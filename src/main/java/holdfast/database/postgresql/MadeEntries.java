package holdfast.database.postgresql;

import java.util.BitSet;

/**
 * What an archive makes, entry by entry, to tell apart what it fills or gives rights on without
 * making it: that is PostgreSQL's own, or an extension's.
 */
final class MadeEntries {
  /** Ids are counted up from 1: one that is far out would only fill the memory. */
  private static final int MAX_ID = 1 << 26;

  private final BitSet ids = new BitSet();

  void add(ArchiveEntry entry) {
    if (entry.id() <= MAX_ID) {
      ids.set(entry.id());
    }
  }

  /** Whether the subject of an entry was made by another one, before it. */
  boolean hasSubjectOf(ArchiveEntry entry) {
    return ids.get(entry.subject());
  }
}
