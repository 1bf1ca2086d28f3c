package holdfast.database.postgresql;

import holdfast.database.Dump;
import holdfast.database.DumpFacts;
import holdfast.database.tool.ForeignFormat;
import holdfast.database.tool.ProvenStream;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** An archive from elsewhere, and the proof that it is one and whole. */
final class ImportedArchive implements Dump {
  private static final String HINT =
      "Make the file with: pg_dump --format=custom (or -Fc); it may be packed by gzip or zstd.";
  private static final String EXPECTED = "an archive of pg_dump's custom format was expected";

  private final InputStream file;
  private final ArchiveWalker walker = new ArchiveWalker();
  private final ProvenStream stream;

  ImportedArchive(InputStream file) {
    this.file = file;
    this.stream =
        new ProvenStream(new Recognized(), walker.failingWith(ImportedArchive::malformed));
  }

  @Override
  public String format() {
    return PgDump.FORMAT;
  }

  @Override
  public String serverVersion() {
    return walker.header().map(ArchiveHeader::serverVersion).map(ImportedArchive::bare).orElse("");
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
      throw invalid("%s, and the file is not a whole one: %s".formatted(EXPECTED, missing));
    }
    String tool = walker.header().map(ArchiveHeader::toolVersion).orElse("");
    return new DumpFacts(serverVersion(), "pg_dump " + bare(tool), walker.details());
  }

  /** Without the packager's words: {@code 15.18 (Debian 15.18-1)}. */
  private static String bare(String version) {
    return version.split(" ", 2)[0];
  }

  private static FailureException malformed(MalformedArchive e) {
    return invalid("%s, and the file is not a whole one: %s".formatted(EXPECTED, e.getMessage()));
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

  /**
   * Looks at the first bytes before it lets them pass, so that a wrong file can be told by name.
   */
  private final class Recognized extends InputStream {
    private @Nullable InputStream whole;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (whole == null) {
        byte[] head = file.readNBytes(ForeignFormat.HEAD_BYTES);
        if (!new String(head, StandardCharsets.ISO_8859_1).startsWith(ArchiveHeader.MAGIC)) {
          throw invalid("%s, and this is %s".formatted(EXPECTED, ForeignFormat.of(head)));
        }
        whole = new SequenceInputStream(new ByteArrayInputStream(head), file);
      }
      return whole.read(bytes, offset, length);
    }
  }
}
