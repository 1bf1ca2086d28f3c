package holdfast.database.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.database.Dump;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is taken for a whole archive, and what is not; as an import of it shows. */
class MongoArchiveTest {
  private static final byte[] ONE = ArchiveBuilder.bson("{_id: 1}");

  private static ArchiveBuilder begun() {
    return new ArchiveBuilder()
        .announce("a", "collection", "{\"options\":{},\"indexes\":[]}")
        .announce("b", "collection", "{\"options\":{},\"indexes\":[]}")
        .terminator();
  }

  private static byte[] whole() {
    return begun().block("a", ONE).block("b", ONE).end("b").block("a", ONE).end("a").toByteArray();
  }

  private static FailureException refusal(byte[] file) throws Exception {
    try (Dump dump = new MongodbDriver().imported(new ByteArrayInputStream(file))) {
      return catchThrowableOfType(
          FailureException.class,
          () -> {
            dump.stream().readAllBytes();
            dump.awaitSuccess();
          });
    }
  }

  @Test
  void aWholeArchiveIsTakenAndTellsWhatIsInIt() throws Exception {
    try (Dump dump = new MongodbDriver().imported(new ByteArrayInputStream(whole()))) {
      assertThat(dump.serverVersion()).isEmpty();
      assertThat(dump.stream().readAllBytes()).isEqualTo(whole());
      assertThat(dump.serverVersion()).isEqualTo("6.0.5");
      assertThat(dump.awaitSuccess().toolVersion()).isEqualTo("mongodump 100.9.4");
      assertThat(dump.awaitSuccess().details())
          .containsEntry("archiveFormat", "0.1")
          .containsEntry("collections", "2")
          .containsEntry("documents", "3");
    }
  }

  @Test
  void anArchiveThatIsCutAnywhereIsRefused() throws Exception {
    byte[] whole = whole();
    for (int length = 0; length < whole.length; length++) {
      FailureException e = refusal(java.util.Arrays.copyOf(whole, length));
      assertThat(e).as("cut at %d", length).isNotNull();
      assertThat(e.failure().code()).isEqualTo(FailureCode.IMPORT_INVALID);
    }
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("do not fit their checksum", begun().block("a", ONE).end("a", 7)),
        Arguments.of("has ended before", begun().end("a").block("a", ONE).end("a").end("b")),
        Arguments.of("was not announced", begun().block("c", ONE).end("a").end("b")),
        Arguments.of("without a header", begun().end("a").end("b").terminator()),
        Arguments.of("a document of 3 bytes", begun().bytes("03000000")),
        Arguments.of("a document of 17000000 bytes", begun().bytes("40660301")),
        Arguments.of("without its end", begun().bytes("0500000001")),
        Arguments.of("twice", new ArchiveBuilder().announce("a", "", "").announce("a", "", "")),
        Arguments.of(
            "more than one database: x and y",
            new ArchiveBuilder().announce("x", "a", "", "").announce("y", "a", "", "")),
        Arguments.of(
            "time-series", new ArchiveBuilder().announce("x", "timeseries", "{\"options\":{}}")),
        Arguments.of("it has no collections", new ArchiveBuilder().terminator()),
        Arguments.of("it has no collections", ofTheServer()),
        Arguments.of("cannot be read", new ArchiveBuilder().announce("x", "", "{\"options\":")),
        Arguments.of("cannot be read", announceOptions("{\"$oid\":\"no\"}")),
        Arguments.of("cannot be read", announceOptions("{\"a\":".repeat(100_000))),
        Arguments.of("a header is no BSON", new ArchiveBuilder().bytes(nested())));
  }

  private static ArchiveBuilder ofTheServer() {
    return new ArchiveBuilder()
        .announce("system.version", "collection", "")
        .terminator()
        .block("system.version", ONE)
        .end("system.version");
  }

  private static ArchiveBuilder announceOptions(String options) {
    return new ArchiveBuilder().announce("x", "", "{\"options\":" + options + "}");
  }

  /** A hundred thousand documents within each other, each with a name of no letters. */
  private static String nested() {
    int depth = 100_000;
    ByteBuffer all = ByteBuffer.allocate(5 + 7 * depth).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = depth; i > 0; i--) {
      all.putInt(5 + 7 * i).put((byte) 3).put((byte) 0);
    }
    all.putInt(5);
    return HexFormat.of().formatHex(all.array());
  }

  @ParameterizedTest
  @MethodSource("refused")
  void sayWhatIsWrong(String words, ArchiveBuilder archive) throws Exception {
    FailureException e = refusal(archive.toByteArray());
    assertThat(e.failure().code()).isEqualTo(FailureCode.IMPORT_INVALID);
    assertThat(e.failure().message()).contains(words);
    assertThat(e.failure().hint()).contains("mongodump --db=NAME --archive");
  }

  @Test
  void aFileOfAnotherKindIsToldByName() throws Exception {
    assertThat(refusal("{\"a\": 1}".getBytes(java.nio.charset.StandardCharsets.UTF_8)).getMessage())
        .contains("JSON text");
    assertThat(refusal(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0}).getMessage())
        .contains("packed twice");
    assertThat(refusal(new byte[0]).getMessage()).contains("an empty file");
    assertThat(
            refusal(ArchiveBuilder.bson("{_id: 1, text: \"" + "x".repeat(99) + "\"}")).getMessage())
        .contains("BSON file");
  }
}
