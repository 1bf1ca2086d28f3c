package holdfast.engine;

import holdfast.database.DumpFacts;
import holdfast.pipeline.Digest;
import java.time.Instant;

/** What a run learned of the bytes that it stored. */
record BackupContent(
    String format, DumpFacts facts, Digest plain, Digest stored, Instant dumpedAt) {}
