package holdfast.engine;

import holdfast.database.DumpFacts;
import holdfast.model.DatabaseSet;
import holdfast.model.StoredDatabase;
import holdfast.pipeline.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run learned of a stream that it stored.
 *
 * @param database in a backup of all databases of a server; null in one of one
 */
record BackupContent(
    @Nullable String database,
    String format,
    DumpFacts facts,
    Digest plain,
    Digest stored,
    Instant dumpedAt) {

  /** As the catalog knows them. */
  static DatabaseSet databases(List<BackupContent> contents) {
    List<StoredDatabase> named = new ArrayList<>();
    for (BackupContent content : contents) {
      if (content.database != null) {
        named.add(
            new StoredDatabase(content.database, content.plain.bytes(), content.stored.bytes()));
      }
    }
    return named.isEmpty() ? DatabaseSet.ONE : new DatabaseSet(true, named);
  }
}
