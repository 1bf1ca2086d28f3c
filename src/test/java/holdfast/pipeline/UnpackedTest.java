package holdfast.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.luben.zstd.Zstd;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.testing.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UnpackedTest {
  private static final byte[] PLAIN = Bytes.pattern(200_000).toArray();

  private static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(plain);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return packed.toByteArray();
  }

  private static byte[] join(byte[]... pieces) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    Arrays.stream(pieces).forEach(joined::writeBytes);
    return joined.toByteArray();
  }

  static Stream<Arguments> packed() {
    return Stream.of(
        Arguments.of("gzip", gzip(PLAIN)), Arguments.of("zstd", Zstd.compress(PLAIN, 3)));
  }

  private static byte[] unpack(InputStream packed) throws IOException {
    try (Unpacked unpacked = new Unpacked(packed, 1_000_000)) {
      return unpacked.readAllBytes();
    }
  }

  private static byte[] unpack(byte[] packed) throws IOException {
    return unpack(new ByteArrayInputStream(packed));
  }

  private static Failure failure(byte[] packed) {
    return catchThrowableOfType(FailureException.class, () -> unpack(packed)).failure();
  }

  /** As a slow network gives them, with nothing at hand before it is asked for. */
  private static InputStream byteByByte(byte[] bytes) {
    return new FilterInputStream(new ByteArrayInputStream(bytes)) {
      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        return super.read(into, offset, Math.min(1, length));
      }

      @Override
      public int available() {
        return 0;
      }
    };
  }

  @Test
  void whatIsNotPackedStaysAsItIs() throws Exception {
    assertThat(unpack(PLAIN)).isEqualTo(PLAIN);
    assertThat(unpack(new byte[0])).isEmpty();
    assertThat(unpack(new byte[] {1})).containsExactly(1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("packed")
  void unpacksByTheFirstBytes(String packing, byte[] packed) throws Exception {
    assertThat(unpack(packed)).isEqualTo(PLAIN);
    assertThat(unpack(byteByByte(packed))).isEqualTo(PLAIN);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("packed")
  void unpacksEveryMemberAlsoOneThatComesLate(String packing, byte[] packed) throws Exception {
    byte[] three = join(packed, packing.equals("gzip") ? gzip(new byte[0]) : packed, packed);
    byte[] expected = packing.equals("gzip") ? join(PLAIN, PLAIN) : join(PLAIN, PLAIN, PLAIN);

    assertThat(unpack(three)).isEqualTo(expected);
    assertThat(unpack(byteByByte(three))).isEqualTo(expected);
  }

  @Test
  void unpacksWhatBeginsWithASkippableFrame() throws Exception {
    byte[] skippable = {0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 9, 9};

    assertThat(unpack(join(skippable, Zstd.compress(PLAIN, 1)))).isEqualTo(PLAIN);
  }

  @Test
  void unpacksAGzipHeaderWithEverythingInIt() throws Exception {
    byte[] simple = gzip(PLAIN);
    byte[] flags = {4 | 8 | 16 | 2};
    byte[] optional = {3, 0, 7, 7, 7, 'n', 0, 'c', 0, 5, 5};
    byte[] full =
        join(
            Arrays.copyOf(simple, 3),
            flags,
            Arrays.copyOfRange(simple, 4, 10),
            optional,
            Arrays.copyOfRange(simple, 10, simple.length));

    assertThat(unpack(full)).isEqualTo(PLAIN);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("packed")
  void aFileThatIsCutAnywhereIsAFailure(String packing, byte[] packed) {
    for (int length : new int[] {4, 5, 9, 10, 11, 1000, packed.length - 9, packed.length - 1}) {
      Failure failure = failure(Arrays.copyOf(packed, length));

      assertThat(failure.code()).as("%d bytes", length).isEqualTo(FailureCode.IMPORT_INVALID);
      assertThat(failure.message()).contains(packing);
    }
    assertThat(failure(join(packed, Arrays.copyOf(packed, packed.length - 1))).code())
        .isEqualTo(FailureCode.IMPORT_INVALID);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("packed")
  void whatFollowsThatIsNotPackedIsAFailure(String packing, byte[] packed) {
    for (int garbage : new int[] {1, 2, 3, 4, 5, 100}) {
      assertThat(failure(join(packed, new byte[garbage])).code())
          .as("%d bytes", garbage)
          .isEqualTo(FailureCode.IMPORT_INVALID);
    }
  }

  @Test
  void aWrongChecksumIsAFailure() {
    byte[] packed = gzip(PLAIN);
    packed[packed.length - 6] ^= 1;

    assertThat(failure(packed).message()).contains("checksum");
  }

  @Test
  void aSmallFileThatUnpacksToTooMuchIsAFailureAsSoonAsItDoes() {
    byte[] much = new byte[50_000_000];
    for (byte[] bomb : new byte[][] {gzip(much), Zstd.compress(much, 3)}) {
      assertThat(bomb.length).isLessThan(100_000);
      assertThat(failure(bomb).code()).isEqualTo(FailureCode.IMPORT_REFUSED);
    }
  }

  @Test
  void whatGoesWrongWithTheSourceIsSaidAsTheSourceSaysIt() {
    FailureException cut = new FailureException(FailureCode.IMPORT_FAILED, "cut off", "Try again.");
    byte[] half = Arrays.copyOf(gzip(PLAIN), 1000);
    InputStream source =
        new java.io.SequenceInputStream(
            new ByteArrayInputStream(half),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw cut;
              }

              @Override
              public int read(byte[] into, int offset, int length) throws IOException {
                throw cut;
              }
            });

    assertThatThrownBy(() -> unpack(source)).isSameAs(cut);
  }

  @Test
  void isReadNoMoreOnceClosed() throws Exception {
    Unpacked unpacked = new Unpacked(new ByteArrayInputStream(gzip(PLAIN)), 1_000_000);
    assertThat(unpacked.read()).isNotNegative();

    unpacked.close();
    unpacked.close();

    assertThatThrownBy(unpacked::read).isInstanceOf(IOException.class);
  }
}
