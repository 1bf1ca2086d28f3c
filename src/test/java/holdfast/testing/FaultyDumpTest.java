package holdfast.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.database.Dump;
import holdfast.model.BackupType;
import holdfast.model.ConnectionUri;
import holdfast.model.FailureException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A fake that does not fail where it says would let every test of failures pass. */
class FaultyDumpTest {
  private final FakeDatabaseDriver driver = new FakeDatabaseDriver().dumpBytes(500);

  @Test
  void givesAllBytesAndIsCountedUntilItIsClosed() throws Exception {
    try (Dump dump = open()) {
      assertThat(driver.open()).isEqualTo(1);
      assertThat(dump.stream().readAllBytes()).isEqualTo(FaultyDump.bytes(500));
      assertThat(dump.awaitSuccess().details()).containsEntry("bytes", "500");
    }
    assertThat(driver.open()).isZero();
  }

  @Test
  void failsAtTheVeryByte() throws Exception {
    driver.dumpFaults(FaultPlan.atByte(123));
    try (Dump dump = open()) {
      assertThat(dump.stream().readNBytes(123)).isEqualTo(FaultyDump.bytes(123));
      assertThatThrownBy(() -> dump.stream().read()).isInstanceOf(IOException.class);
      assertThatThrownBy(dump::awaitSuccess).isInstanceOf(FailureException.class);
    }
  }

  @Test
  void failsAtTheVerdict() throws Exception {
    driver.dumpFaults(FaultPlan.atTheVerdict());
    try (Dump dump = open()) {
      assertThat(dump.stream().readAllBytes()).hasSize(500);
      assertThatThrownBy(dump::awaitSuccess).isInstanceOf(FailureException.class);
    }
  }

  @Test
  void holdsItsReaderUntilItIsReleased() throws Exception {
    driver.holdDumpsAt(200);
    try (Dump dump = open()) {
      CompletableFuture<byte[]> reader = Background.call(() -> readAll(dump));
      driver.dumps().getFirst().awaitHeld();
      assertThat(reader).isNotDone();
      driver.dumps().getFirst().release();
      assertThat(reader.get()).isEqualTo(FaultyDump.bytes(500));
    }
  }

  private Dump open() throws FailureException {
    return driver.dump(BackupType.DUMP, Runs.on(new ConnectionUri("postgresql://a@b/c")));
  }

  private static byte[] readAll(Dump dump) {
    try {
      return dump.stream().readAllBytes();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
