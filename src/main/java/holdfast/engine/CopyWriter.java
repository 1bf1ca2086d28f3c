package holdfast.engine;

import holdfast.catalog.BackupStore.CopyOutcome;
import holdfast.destination.Destination;
import holdfast.destination.Segment;
import holdfast.destination.SegmentedUpload;
import holdfast.destination.StoredObject;
import holdfast.destination.Upload;
import holdfast.model.BackupDestination;
import holdfast.model.BackupStatus;
import holdfast.model.Copy;
import holdfast.model.DestinationId;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes one copy of a backup. Once it has failed it stays failed, and takes bytes without a word.
 */
final class CopyWriter implements AutoCloseable {
  private final DestinationId destinationId;
  private final Instant expiresAt;
  private final String path;
  private final RunJournal journal;
  private String name;
  private @Nullable Destination destination;
  private @Nullable SegmentedUpload upload;
  private @Nullable Failure failure;
  private final List<List<Segment>> streams = new ArrayList<>();
  private boolean published;

  CopyWriter(Copy copy, String path, RunJournal journal) {
    this.destinationId = copy.destinationId();
    this.expiresAt = copy.expiresAt();
    this.path = path;
    this.journal = journal;
    this.name = destinationId.toString();
  }

  /** A step that a destination can fail. */
  private interface Step {
    void run() throws FailureException;
  }

  void open(Facilities facilities, Known known) {
    attempt(
        () -> {
          BackupDestination read = known.destinations().get(destinationId);
          BackupDestination registered =
              read == null ? facilities.destination(destinationId) : read;
          name = registered.name();
          destination = facilities.open(registered);
          journal.say("storing in \"%s\", under %s".formatted(name, path));
        });
  }

  /** Begins the next of the backup's streams. */
  void begin(String folder, String suffix) {
    Destination target = destination;
    if (target != null && failure == null) {
      upload = new SegmentedUpload(target, path + folder, suffix);
    }
  }

  void write(byte[] bytes, int offset, int length) {
    SegmentedUpload target = upload;
    if (target != null) {
      attempt(() -> target.write(bytes, offset, length));
    }
  }

  /** Makes the stream's objects visible; they are no backup before {@link #publish}. */
  void commit() {
    SegmentedUpload target = upload;
    if (target != null) {
      attempt(() -> streams.add(target.commit()));
      abandon();
    }
  }

  /** Reads back what the destination holds. */
  void verify() {
    Destination target = destination;
    if (target != null && failure == null) {
      attempt(
          () -> {
            for (List<Segment> stream : streams) {
              for (Segment segment : stream) {
                verify(target, segment);
              }
            }
          });
    }
  }

  /** Writes the manifest. */
  void publish(Supplier<byte[]> manifest) {
    Destination target = destination;
    if (target != null && failure == null) {
      attempt(
          () -> {
            writeManifest(target, manifest.get());
            published = true;
            journal.say(
                "the copy in \"%s\" is complete: %d bytes, read back; objects: %d"
                    .formatted(name, storedBytes(), streams.stream().mapToInt(List::size).sum()));
          });
    }
  }

  private static void verify(Destination target, Segment segment) throws FailureException {
    long bytes = target.stat(segment.key()).map(StoredObject::bytes).orElse(-1L);
    if (bytes != segment.bytes()) {
      throw new FailureException(
          FailureCode.DESTINATION_ERROR,
          "the destination holds %d bytes of %s, not the %d that were written"
              .formatted(bytes, segment.key(), segment.bytes()),
          "Check the destination's server; nothing of this backup is kept there.");
    }
  }

  private void writeManifest(Destination target, byte[] manifest) throws FailureException {
    try (Upload small = target.upload(path + Manifest.FILE_NAME)) {
      small.write(manifest, 0, manifest.length);
      small.commit();
    }
  }

  private void attempt(Step step) {
    try {
      step.run();
    } catch (FailureException e) {
      failure = e.failure();
      journal.say("the copy in \"%s\" failed".formatted(name), e.failure());
      abandon();
    }
  }

  boolean isLive() {
    return failure == null;
  }

  @Nullable Failure failure() {
    return failure;
  }

  /** The objects of each stream, in the order in which they were begun. */
  List<List<Segment>> streams() {
    return streams;
  }

  Instant expiresAt() {
    return expiresAt;
  }

  private long storedBytes() {
    return streams.stream().flatMap(List::stream).mapToLong(Segment::bytes).sum();
  }

  /** How this copy ended, when the run as a whole did well. */
  CopyOutcome outcome() {
    return published
        ? new CopyOutcome(destinationId, BackupStatus.COMPLETED, path, storedBytes(), null)
        : new CopyOutcome(destinationId, BackupStatus.FAILED, null, 0, failure);
  }

  /** Frees what the stream in hand holds, if there is one. */
  void abandon() {
    if (upload != null) {
      upload.close();
      upload = null;
    }
  }

  @Override
  public void close() {
    abandon();
    if (destination != null) {
      destination.close();
      destination = null;
    }
  }
}
