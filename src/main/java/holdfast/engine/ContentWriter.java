package holdfast.engine;

import holdfast.database.Dump;
import holdfast.database.DumpFacts;
import holdfast.model.Compression;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.Progress;
import holdfast.model.RunTag;
import holdfast.pipeline.CompressingSink;
import holdfast.pipeline.MeteringSink;
import holdfast.pipeline.ReadAhead;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the dumps of one backup, one after another, into its copies. Written by one thread; {@link
 * #progress} and {@link #close} are for any, and closing frees a thread that waits for a dump.
 */
final class ContentWriter implements AutoCloseable {
  /** How often what was found gone is looked for once more. */
  private static final int LOOKS = 4;

  private final CopySet copies;
  private final Compression compression;
  private final long expectedBytes;
  private final Clock clock;
  private long readBefore;
  private long storedBefore;
  private @Nullable MeteringSink plain;
  private @Nullable MeteringSink stored;
  private @Nullable Dump reading;
  private boolean closed;

  /**
   * @param expectedBytes of all dumps together, as far as it is known; 0 where it is not
   */
  ContentWriter(CopySet copies, Compression compression, long expectedBytes, Clock clock) {
    this.copies = copies;
    this.compression = compression;
    this.expectedBytes = expectedBytes;
    this.clock = clock;
  }

  /**
   * Stores all dumps whole: their objects are visible then, and no backup yet. A database that is
   * gone meanwhile is left out. It may have got another name, so that those that are new then are
   * read, too.
   *
   * @param first what the source has given for a start
   */
  List<BackupContent> write(
      DumpSource source, List<DumpPart> first, RunTag tag, Watch watch, RunJournal journal)
      throws IOException {
    List<DumpPart> parts = new ArrayList<>(first);
    List<BackupContent> contents = new ArrayList<>();
    List<DumpPart> leftOut = new ArrayList<>();
    for (int next = 0; next < parts.size(); next++) {
      DumpPart part = parts.get(next);
      try {
        contents.add(write(part, tag, watch, journal));
      } catch (IOException e) {
        if (isStopped() || !part.isGone()) {
          throw part.named(e, source.advice());
        }
        journal.say("it is there no longer, and is left out: %s".formatted(e.getMessage()));
        leftOut.add(part);
        parts.addAll(source.appearedSince(parts));
      }
    }
    requireStillGone(leftOut, watch);
    if (contents.isEmpty()) {
      throw new FailureException(
          FailureCode.DATABASE_MISSING,
          "all databases were dropped meanwhile",
          "Take another backup when there are some.");
    }
    return contents;
  }

  /**
   * A restore by others takes a database away and puts another in its place: such a one is not left
   * out, but read in another attempt.
   */
  private static void requireStillGone(List<DumpPart> leftOut, Watch watch)
      throws FailureException {
    for (int look = 0; look < LOOKS && !leftOut.isEmpty(); look++) {
      watch.pause();
      for (DumpPart part : leftOut) {
        if (!part.isGone()) {
          throw part.replaced("it was gone for a moment");
        }
      }
    }
  }

  private BackupContent write(DumpPart part, RunTag tag, Watch watch, RunJournal journal)
      throws IOException {
    try (Dump dump = begun(part.open(tag, journal));
        MeteringSink out = new MeteringSink(copies.begin(part.folder(), suffix(dump)));
        MeteringSink in = new MeteringSink(new CompressingSink(compression, out))) {
      passing(in, out);
      ReadAhead.copy(dump.stream(), in);
      DumpFacts facts = dump.awaitSuccess();
      watch.requireLately();
      in.finish();
      journal.say("the dump is whole: %d bytes, %d as stored".formatted(in.bytes(), out.bytes()));
      return new BackupContent(
          part.database(), dump.format(), facts, in.digest(), out.digest(), clock.instant());
    } finally {
      ended();
    }
  }

  private String suffix(Dump dump) {
    return dump.format() + compression.suffix();
  }

  private synchronized Dump begun(Dump dump) throws FailureException {
    if (closed) {
      dump.close();
      throw Watch.stopped();
    }
    reading = dump;
    return dump;
  }

  private synchronized boolean isStopped() {
    return closed;
  }

  private synchronized void passing(MeteringSink in, MeteringSink out) {
    plain = in;
    stored = out;
  }

  private synchronized void ended() {
    readBefore += bytes(plain);
    storedBefore += bytes(stored);
    plain = null;
    stored = null;
    reading = null;
  }

  synchronized Progress progress() {
    return new Progress(readBefore + bytes(plain), storedBefore + bytes(stored), expectedBytes);
  }

  private static long bytes(@Nullable MeteringSink sink) {
    return sink == null ? 0 : sink.bytes();
  }

  @Override
  public void close() {
    Dump left = stop();
    if (left != null) {
      left.close();
    }
  }

  private synchronized @Nullable Dump stop() {
    closed = true;
    return reading;
  }
}
