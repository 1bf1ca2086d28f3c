package holdfast.database.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.database.Crc64;
import holdfast.model.FailureException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RdbWalkerTest {
  private static final String HEADER = "REDIS0011";
  private static final int[] EIGHT = {1, 2, 3, 4, 5, 6, 7, 0};

  /** Tells in words what it is told. */
  private static final class Told implements RdbListener {
    private final List<String> all = new ArrayList<>();
    private int valueBytes;

    @Override
    public void note(String name, String value, byte[] record) {
      all.add(name + "=" + value);
    }

    @Override
    public void database(long number) {
      all.add("database " + number);
    }

    @Override
    public void functions() {
      all.add("functions");
    }

    @Override
    public void key(RdbKey key) {
      all.add(
          "%s of %d until %s %s"
              .formatted(
                  new String(key.name(), UTF_8),
                  key.type(),
                  key.expiresAt().orElse(-1L),
                  key.module().orElse("")));
      valueBytes = 0;
    }

    @Override
    public void value(byte[] bytes, int offset, int length) {
      valueBytes += length;
    }

    @Override
    public void endOfValue() {
      all.set(all.size() - 1, all.getLast() + valueBytes + " bytes");
    }
  }

  @Test
  void knowsTheChecksumOfTheFormatsDescription() {
    Crc64 crc = Crc64.ofJones();
    crc.update("123456789".getBytes(UTF_8), 0, 9);
    assertThat(crc.getValue()).isEqualTo(0xe9c6d914c4b8d9caL);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 1000})
  void tellsWhatAnRdbHoldsInPiecesOfAnySize(int piece) throws Exception {
    assertThat(told(everything().whole(), piece).all)
        .containsExactly(
            "redis-ver=7.2.0",
            "functions",
            "database 3",
            "text of 0 until -1 6 bytes",
            "seconds of 0 until 2000 2 bytes",
            "millis of 0 until 258 2 bytes",
            "-5 of 0 until -1 2 bytes",
            "aaaaaaaaaaaaa of 0 until -1 5 bytes",
            "list of 1 until -1 5 bytes",
            "old scores of 3 until -1 10 bytes",
            "scores of 5 until -1 11 bytes",
            "quick of 18 until -1 4 bytes",
            "module of 7 until -1 AAAAAAAAA24 bytes",
            "stream of 21 until -1 110 bytes");
  }

  private static RdbWriter everything() {
    return new RdbWriter(HEADER)
        .note("redis-ver", "7.2.0")
        .bytes(245)
        .text("#!lua name=lib")
        .bytes(247, 0x81, 1, 2, 3, 4, 5, 6, 7, 8, 2, 2, 5)
        .text("kept beside keys")
        .bytes(0)
        .database(3)
        .bytes(251, 2, 1)
        .string("text", "value")
        .bytes(253, 2, 0, 0, 0)
        .string("seconds", "1")
        .bytes(252, 2, 1, 0, 0, 0, 0, 0, 0, 248, 9, 249, 200)
        .string("millis", "1")
        .bytes(0, 0xc0, 0xfb, 0xc0, 7)
        .bytes(0, 0xc3, 5, 13, 0, 'a', 0xe0, 3, 0)
        .bytes(0xc2, 1, 0, 0, 0)
        .bytes(1)
        .text("list")
        .bytes(2)
        .text("a")
        .text("b")
        .bytes(3)
        .text("old scores")
        .bytes(2)
        .text("m")
        .bytes(3, '1', '.', '5')
        .text("n")
        .bytes(254)
        .bytes(5)
        .text("scores")
        .bytes(1)
        .text("m")
        .bytes(EIGHT)
        .bytes(18)
        .text("quick")
        .bytes(1, 2)
        .text("x")
        .bytes(7)
        .text("module")
        .bytes(0x81, 0, 0, 0, 0, 0, 0, 0, 0)
        .bytes(2, 5, 1, 7, 3, 0, 0, 0, 0, 4)
        .bytes(EIGHT)
        .bytes(5)
        .text("xyz")
        .bytes(0)
        .bytes(21)
        .text("stream")
        .bytes(1)
        .text("0123456789abcdef")
        .text("listpack")
        .bytes(1, 9, 9, 8, 8, 7, 7, 1)
        .bytes(1)
        .text("group")
        .bytes(9, 9, 1)
        .bytes(1)
        .bytes(EIGHT)
        .bytes(EIGHT)
        .bytes(EIGHT)
        .bytes(1)
        .bytes(1)
        .text("anna")
        .bytes(EIGHT)
        .bytes(EIGHT)
        .bytes(1)
        .bytes(EIGHT)
        .bytes(EIGHT);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1000})
  void tellsWhereHashesEndWhoseFieldsExpire(int piece) throws Exception {
    byte[] ofRedis =
        new RdbWriter("REDIS0012")
            .database(0)
            .bytes(24)
            .text("apart")
            .bytes(EIGHT)
            .bytes(2, 1)
            .text("a")
            .text("1")
            .bytes(0)
            .text("b")
            .text("2")
            .bytes(25)
            .text("packed")
            .bytes(EIGHT)
            .text("listpack")
            .string("last", "1")
            .whole();
    assertThat(told(ofRedis, piece).all)
        .containsExactly(
            "database 0",
            "apart of 24 until -1 19 bytes",
            "packed of 25 until -1 17 bytes",
            "last of 0 until -1 2 bytes");
    byte[] ofValkey =
        new RdbWriter("VALKEY080")
            .database(0)
            .bytes(22)
            .text("apart")
            .bytes(1)
            .text("a")
            .text("1")
            .bytes(EIGHT)
            .string("last", "1")
            .whole();
    assertThat(told(ofValkey, piece).all)
        .containsExactly(
            "database 0", "apart of 22 until -1 13 bytes", "last of 0 until -1 2 bytes");
  }

  @Test
  void findsEachCutAndEachFlippedBit() throws Exception {
    byte[] whole = new RdbWriter(HEADER).database(0).string("key", "value").whole();
    for (int cut = 0; cut < whole.length; cut++) {
      RdbWalker walker = new RdbWalker(new Told());
      walker.accept(whole, 0, cut);
      assertThat(walker.missing()).as("cut at %d", cut).isPresent();
    }
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(problem(flipped)).as("flipped bit %d", bit).isPresent();
    }
  }

  @Test
  void takesAnRdbWithoutAChecksum() throws Exception {
    assertThat(problem(new RdbWriter(HEADER).database(0).string("k", "v").unchecked())).isEmpty();
  }

  @Test
  void findsWhatFollowsAfterTheEnd() throws Exception {
    byte[] whole = new RdbWriter(HEADER).whole();
    assertThat(problem(Arrays.copyOf(whole, whole.length + 1)).orElseThrow())
        .contains("more bytes follow");
  }

  @Test
  void refusesEncodingsThatItDoesNotKnow() {
    for (int unknown : List.of(8, 22, 26)) {
      byte[] newer = new RdbWriter("REDIS0013").database(0).bytes(unknown).text("key").whole();
      assertThatThrownBy(() -> told(newer, 1000))
          .isInstanceOf(MalformedRdb.class)
          .hasMessageContaining("in the way " + unknown);
    }
    byte[] ofRedis = new RdbWriter("VALKEY080").database(0).bytes(25).text("key").whole();
    assertThatThrownBy(() -> told(ofRedis, 1000)).hasMessageContaining("in the way 25");
    assertThatThrownBy(() -> told("REDIS0002".getBytes(UTF_8), 1000))
        .hasMessageContaining("too old");
  }

  private static Optional<String> problem(byte[] bytes) throws FailureException {
    RdbWalker walker = new RdbWalker(new Told());
    try {
      walker.accept(bytes, 0, bytes.length);
      return walker.missing();
    } catch (MalformedRdb e) {
      return Optional.of(e.why());
    }
  }

  private static Told told(byte[] bytes, int piece) throws MalformedRdb, FailureException {
    Told told = new Told();
    RdbWalker walker = new RdbWalker(told);
    for (int at = 0; at < bytes.length; at += piece) {
      walker.accept(bytes, at, Math.min(piece, bytes.length - at));
    }
    assertThat(walker.missing()).isEmpty();
    return told;
  }
}
