package holdfast.destination;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.testing.Bytes;
import holdfast.testing.Failures;
import holdfast.testing.FaultyDestination;
import holdfast.testing.MemoryDestination;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SegmentedDownloadTest {
  private static final int LENGTH = 25_000;
  private static final Retry THRICE = new Retry(3, Duration.ZERO, Duration.ZERO, time -> {});

  private final MemoryDestination memory = new MemoryDestination(10_000);
  private List<Segment> segments = List.of();

  @BeforeEach
  void storeThreeSegments() throws Exception {
    try (SegmentedUpload upload = new SegmentedUpload(memory, "run/1/", "dump")) {
      upload.write(Bytes.pattern(LENGTH).toArray(), 0, LENGTH);
      segments = upload.commit();
    }
  }

  @Test
  void readsThemAsOneStream() throws Exception {
    try (InputStream in = new SegmentedDownload(memory, segments, THRICE)) {
      assertThat(in.readAllBytes()).isEqualTo(Bytes.pattern(LENGTH).toArray());
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void readsSingleBytes() throws Exception {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (InputStream in = new SegmentedDownload(memory, segments, THRICE)) {
      for (int next = in.read(); next >= 0; next = in.read()) {
        all.write(next);
      }
    }

    assertThat(all.toByteArray()).isEqualTo(Bytes.pattern(LENGTH).toArray());
  }

  @Test
  void readsAnEmptyStream() throws Exception {
    SegmentedUpload upload = new SegmentedUpload(memory, "run/2/", "dump");
    List<Segment> empty = upload.commit();

    assertThat(new SegmentedDownload(memory, empty, THRICE).read()).isEqualTo(-1);
  }

  @Test
  void noticesOneFlippedBitAnywhere() throws Exception {
    for (Segment segment : segments) {
      byte[] stored = memory.bytes(segment.key());
      for (int at : List.of(0, 1, stored.length / 2, stored.length - 1)) {
        byte[] flipped = stored.clone();
        flipped[at] ^= 1;
        memory.damage(segment.key(), flipped);
        assertCorrupt(segment);
      }
      memory.damage(segment.key(), stored);
    }
    assertThat(read(memory)).isEqualTo(Bytes.pattern(LENGTH).toArray());
  }

  @Test
  void noticesAMissingOrAnAddedByte() throws Exception {
    for (Segment segment : segments) {
      byte[] stored = memory.bytes(segment.key());
      memory.damage(segment.key(), Arrays.copyOf(stored, stored.length - 1));
      assertCorrupt(segment);
      memory.damage(segment.key(), Arrays.copyOf(stored, stored.length + 1));
      assertCorrupt(segment);
      memory.damage(segment.key(), new byte[0]);
      assertCorrupt(segment);
      memory.damage(segment.key(), stored);
    }
  }

  @Test
  void neverTellsTheEndAfterAFailure() throws Exception {
    memory.damage(segments.getLast().key(), new byte[0]);
    InputStream in = new SegmentedDownload(memory, segments, THRICE);

    for (int i = 0; i < 3; i++) {
      assertThat(Failures.codeOf(in::readAllBytes)).isEqualTo(FailureCode.OBJECT_CORRUPT);
    }
  }

  @Test
  void saysThatASegmentIsMissing() throws Exception {
    memory.delete(segments.get(1).key());

    assertThat(Failures.codeOf(() -> read(memory))).isEqualTo(FailureCode.OBJECT_MISSING);
  }

  @Test
  void resumesWhicheverReadBreaks() throws Exception {
    for (int n = 1; ; n++) {
      FaultyDestination faulty = FaultyDestination.beforeCall(n, memory);
      assertThat(read(faulty)).isEqualTo(Bytes.pattern(LENGTH).toArray());
      if (faulty.wasSpared()) {
        assertThat(n).isGreaterThan(6);
        return;
      }
    }
  }

  @Test
  void givesUpOnAConnectionThatBreaksAgainAndAgain() {
    Destination first = FaultyDestination.beforeCall(2, memory);
    Destination second = FaultyDestination.beforeCall(4, first);
    Destination third = FaultyDestination.beforeCall(6, second);

    assertThat(Failures.of(() -> read(third))).isEqualTo(FaultyDestination.TROUBLE);
  }

  @Test
  void doesNotRepeatWhatCannotPass() {
    Failure denied = new Failure(FailureCode.DESTINATION_ACCESS_DENIED, "no", "This is a test.");
    FaultyDestination faulty = FaultyDestination.beforeCall(2, memory).with(denied);

    assertThat(Failures.of(() -> read(faulty))).isEqualTo(denied);
    assertThat(faulty.calls()).isEqualTo(2);
  }

  private void assertCorrupt(Segment segment) {
    Failure failure = Failures.of(() -> read(memory));
    assertThat(failure.code()).isEqualTo(FailureCode.OBJECT_CORRUPT);
    assertThat(failure.message()).contains(segment.key());
  }

  private byte[] read(Destination destination) throws FailureException {
    try (SegmentedDownload in = new SegmentedDownload(destination, segments, THRICE)) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      byte[] buffer = new byte[4096];
      for (int count = in.read(buffer, 0, 4096); count >= 0; count = in.read(buffer, 0, 4096)) {
        all.write(buffer, 0, count);
      }
      return all.toByteArray();
    }
  }
}
