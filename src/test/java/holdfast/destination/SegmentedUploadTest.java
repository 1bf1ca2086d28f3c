package holdfast.destination;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.model.FailureException;
import holdfast.testing.Bytes;
import holdfast.testing.FaultyDestination;
import holdfast.testing.MemoryDestination;
import java.io.ByteArrayInputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentedUploadTest {
  private final MemoryDestination memory = new MemoryDestination(10);

  @Test
  void cutsTheStreamWhereAnObjectIsFull() throws Exception {
    List<Segment> segments = upload(memory, 25);

    assertThat(segments).extracting(Segment::key).isEqualTo(memory.keys());
    assertThat(memory.keys())
        .containsExactly("run/1/data.0000.dump", "run/1/data.0001.dump", "run/1/data.0002.dump");
    assertThat(segments).extracting(Segment::bytes).containsExactly(10L, 10L, 5L);
    byte[] all = Bytes.pattern(25).toArray();
    for (int i = 0, at = 0; i < segments.size(); i++) {
      byte[] stored = memory.bytes(segments.get(i).key());
      assertThat(stored).isEqualTo(Bytes.pattern(25).slice(at, stored.length));
      assertThat(segments.get(i).sha256())
          .isEqualTo(Bytes.sha256(new ByteArrayInputStream(all, at, stored.length)));
      at += stored.length;
    }
  }

  @Test
  void beginsNoObjectForNothing() throws Exception {
    assertThat(upload(memory, 20)).extracting(Segment::bytes).containsExactly(10L, 10L);
  }

  @Test
  void keepsAnEmptyStreamInOneEmptyObject() throws Exception {
    assertThat(upload(memory, 0))
        .containsExactly(
            new Segment(
                "run/1/data.0000.dump",
                0,
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
  }

  @Test
  void showsNothingBeforeTheCommitAndDiscardsWithoutOne() throws Exception {
    try (SegmentedUpload upload = new SegmentedUpload(memory, "run/1/", "dump")) {
      upload.write(new byte[25], 0, 25);
      assertThat(memory.keys()).isEmpty();
      assertThat(memory.openUploads()).hasSize(3);
    }

    assertThat(memory.keys()).isEmpty();
    assertThat(memory.openUploads()).isEmpty();
  }

  @Test
  void leavesNothingWhicheverCallFails() throws Exception {
    for (int n = 1; ; n++) {
      MemoryDestination fresh = new MemoryDestination(10);
      FaultyDestination faulty = FaultyDestination.beforeCall(n, fresh);
      if (succeeds(faulty)) {
        assertThat(faulty.wasSpared()).isTrue();
        assertThat(fresh.keys()).hasSize(3);
        assertThat(n).isEqualTo(10);
        return;
      }
      assertThat(fresh.keys()).as("after call %d failed", n).isEmpty();
      assertThat(fresh.openUploads()).as("after call %d failed", n).isEmpty();
    }
  }

  @Test
  void leavesNothingVisibleWhicheverAnswerIsLost() throws Exception {
    for (int n = 1; ; n++) {
      MemoryDestination fresh = new MemoryDestination(10);
      FaultyDestination faulty = FaultyDestination.afterCall(n, fresh);
      if (succeeds(faulty)) {
        assertThat(n).isEqualTo(10);
        return;
      }
      assertThat(fresh.keys()).as("after the answer of call %d was lost", n).isEmpty();
      fresh.discardUploads("run/1/");
      assertThat(fresh.openUploads()).isEmpty();
    }
  }

  @Test
  void namesWhatItCouldNotTakeBack() throws Exception {
    FaultyDestination commitFails = FaultyDestination.beforeCall(8, memory);
    FaultyDestination deleteFails = FaultyDestination.beforeCall(9, commitFails);
    SegmentedUpload upload = new SegmentedUpload(deleteFails, "run/1/", "dump");
    upload.write(new byte[25], 0, 25);

    FailureException failure =
        org.assertj.core.api.Assertions.catchThrowableOfType(
            FailureException.class, upload::commit);

    assertThat(failure.getSuppressed()).hasSize(1);
    upload.close();
    assertThat(memory.keys()).containsExactly("run/1/data.0000.dump");
    assertThat(memory.openUploads()).isEmpty();
  }

  private static boolean succeeds(Destination destination) {
    try {
      upload(destination, 25);
      return true;
    } catch (FailureException failed) {
      assertThat(failed.failure()).isEqualTo(FaultyDestination.TROUBLE);
      return false;
    }
  }

  private static List<Segment> upload(Destination destination, int bytes) throws FailureException {
    try (SegmentedUpload upload = new SegmentedUpload(destination, "run/1/", "dump")) {
      upload.write(Bytes.pattern(bytes).toArray(), 0, bytes);
      return upload.commit();
    }
  }
}
