package holdfast.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.model.Compression;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CompressingSinkTest {
  private static final byte[] CONTENT = halfRandom(3_000_000);

  @ParameterizedTest
  @EnumSource(Compression.class)
  void whatWentInComesOut(Compression compression) throws IOException {
    RecordingSink stored = new RecordingSink();

    write(compression, CONTENT, stored);

    assertThat(stored.finished).isTrue();
    assertThat(stored.closed).isTrue();
    assertThat(stored.bytes.size()).isLessThan(CONTENT.length * 2 / 3);
    assertThat(plain(compression, stored.bytes.toByteArray())).isEqualTo(CONTENT);
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void anEmptyStreamHasAnEnd(Compression compression) throws IOException {
    RecordingSink stored = new RecordingSink();

    write(compression, new byte[0], stored);

    assertThat(plain(compression, stored.bytes.toByteArray())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void stockToolsReadIt(Compression compression) throws Exception {
    RecordingSink stored = new RecordingSink();
    write(compression, CONTENT, stored);

    String tool = compression == Compression.GZ ? "gzip" : "zstd";
    Process process = new ProcessBuilder(tool, "-d", "-c").start();
    Thread feeder = Thread.ofVirtual().start(() -> feed(process, stored.bytes.toByteArray()));
    byte[] plain = process.getInputStream().readAllBytes();
    feeder.join();

    assertThat(process.waitFor()).isZero();
    assertThat(plain).isEqualTo(CONTENT);
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void closingWithoutFinishLeavesNothingThatDecompresses(Compression compression)
      throws IOException {
    for (int length : new int[] {0, 1, 1000, 700_000, CONTENT.length}) {
      RecordingSink stored = new RecordingSink();
      try (CompressingSink sink = new CompressingSink(compression, stored)) {
        sink.write(CONTENT, 0, length);
      }

      assertThat(stored.closed).isTrue();
      assertThat(stored.finished).isFalse();
      byte[] left = stored.bytes.toByteArray();
      if (left.length > 0) {
        assertThatThrownBy(() -> plain(compression, left)).isInstanceOf(IOException.class);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void aNextStageThatFailsAtAnyByteNeverSeesAnEnd(Compression compression) throws IOException {
    RecordingSink whole = new RecordingSink();
    write(compression, CONTENT, whole);
    for (long failAt = 1; failAt < whole.bytes.size(); failAt += 100_003) {
      RecordingSink stored = new RecordingSink(failAt);

      assertThatThrownBy(() -> write(compression, CONTENT, stored)).hasMessageContaining("full");

      assertThat(stored.finished).isFalse();
      assertThat(stored.closed).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void aTruncatedStreamIsAnErrorAtEveryLength(Compression compression) throws IOException {
    RecordingSink stored = new RecordingSink();
    write(compression, Arrays.copyOf(CONTENT, 2000), stored);
    byte[] whole = stored.bytes.toByteArray();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      if (compression == Compression.ZSTD && length == 0) {
        continue; // Zero frames are a legal zstd stream of nothing; the digests catch it.
      }
      assertThatThrownBy(() -> plain(compression, cut)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void meteringCountsAndHashesBothSides() throws IOException {
    RecordingSink stored = new RecordingSink();
    MeteringSink meter = new MeteringSink(stored);
    meter.write("xabcx".getBytes(java.nio.charset.StandardCharsets.UTF_8), 1, 3);

    assertThatThrownBy(meter::digest).isInstanceOf(IllegalStateException.class);
    meter.finish();

    assertThat(meter.bytes()).isEqualTo(3);
    assertThat(meter.digest())
        .isEqualTo(
            new Digest(3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
  }

  private static void write(Compression compression, byte[] content, Sink next) throws IOException {
    try (CompressingSink sink = new CompressingSink(compression, next)) {
      Bytes.copy(new ByteArrayInputStream(content), sink);
      sink.finish();
    }
  }

  private static byte[] plain(Compression compression, byte[] stored) throws IOException {
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    try (InputStream in = Decompression.open(compression, new ByteArrayInputStream(stored))) {
      in.transferTo(plain);
    }
    return plain.toByteArray();
  }

  private static void feed(Process process, byte[] bytes) {
    try (OutputStream out = process.getOutputStream()) {
      out.write(bytes);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static byte[] halfRandom(int length) {
    byte[] bytes = new byte[length];
    Random random = new Random(7);
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) random.nextInt(8);
    }
    return bytes;
  }
}
