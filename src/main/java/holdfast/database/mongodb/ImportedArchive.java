package holdfast.database.mongodb;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import holdfast.database.Dump;
import holdfast.database.DumpFacts;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** An archive from elsewhere, and the proof that it is one and whole. */
final class ImportedArchive implements Dump {
  private static final String HINT =
      "Make the file with: mongodump --db=NAME --archive=FILE; it may be packed by gzip or zstd.";
  private static final String EXPECTED = "an archive of mongodump was expected";

  private final InputStream file;
  private final ArchiveWalker walker = ArchiveWalker.alone();
  private final ProvenStream stream;

  ImportedArchive(InputStream file) {
    this.file = file;
    this.stream = new ProvenStream(new Recognized(), walker, e -> invalid(notWhole(e.why())));
  }

  @Override
  public String format() {
    return MongoDump.FORMAT;
  }

  @Override
  public String serverVersion() {
    return walker.serverVersion().orElse("");
  }

  @Override
  public InputStream stream() {
    return stream;
  }

  @Override
  public DumpFacts awaitSuccess() throws FailureException {
    String missing =
        stream.hasEnded() ? walker.missing().orElse(null) : "it was not read to its end";
    if (missing != null) {
      throw invalid(notWhole(missing));
    }
    return new DumpFacts(
        serverVersion(), "mongodump " + walker.toolVersion().orElse(""), walker.details());
  }

  private static String notWhole(String why) {
    return "%s, and the file is not a whole one: %s".formatted(EXPECTED, why);
  }

  private static FailureException invalid(String what) {
    return new FailureException(FailureCode.IMPORT_INVALID, what, HINT);
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close what is imported", e);
    }
  }

  /** Guesses from its first bytes what a file is that is no archive; in words, with an article. */
  private static String looksLike(byte[] head) {
    String text = new String(head, ISO_8859_1);
    if (text.isEmpty()) {
      return "an empty file";
    }
    if (text.startsWith("\u001f\u008b") || text.startsWith("(\u00b5/\u00fd")) {
      return "a file that is packed twice";
    }
    if (text.startsWith("PK")) {
      return "a zip file";
    }
    if (text.stripLeading().startsWith("{") || text.stripLeading().startsWith("[")) {
      return "a JSON text, as mongoexport makes it";
    }
    if (head.length >= Recognized.HEAD_BYTES && head[2] == 0 && head[3] == 0) {
      return "something else, perhaps the BSON file of one collection";
    }
    return "something else";
  }

  /**
   * Looks at the first bytes before it lets them pass, so that a wrong file can be told by name.
   */
  private final class Recognized extends InputStream {
    static final int HEAD_BYTES = 64;
    private @Nullable InputStream whole;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (whole == null) {
        byte[] head = file.readNBytes(HEAD_BYTES);
        if (head.length < Integer.BYTES || LittleEndian.intAt(head, 0) != ArchiveFormat.MAGIC) {
          throw invalid("%s, and this is %s".formatted(EXPECTED, looksLike(head)));
        }
        whole = new SequenceInputStream(new ByteArrayInputStream(head), file);
      }
      return whole.read(bytes, offset, length);
    }
  }
}
