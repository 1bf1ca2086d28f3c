package holdfast.database.mysql;

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

/** A dump from elsewhere, and the proof that it is one, whole, and of one database. */
final class ImportedDump implements Dump {
  private static final String HINT =
      "Make the file with: mariadb-dump --single-transaction --routines --events --hex-blob"
          + " DATABASE (or mysqldump); it may be packed by gzip or zstd.";
  private static final String EXPECTED = "a dump of mariadb-dump or mysqldump was expected";

  private final InputStream file;
  private final DumpWalker walker =
      new DumpWalker(e -> invalid("the file cannot be restored: " + e.failure().message()));
  private final ProvenStream stream;

  ImportedDump(InputStream file) {
    this.file = file;
    this.stream = new ProvenStream(new Recognized(), walker);
  }

  @Override
  public String format() {
    return MysqlSource.FORMAT;
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
      throw invalid("%s, and the file is not a whole one: %s".formatted(EXPECTED, missing));
    }
    return new DumpFacts(serverVersion(), walker.toolVersion().orElse(""), walker.details());
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
        if (!isDump(head)) {
          throw invalid("%s, and this is %s".formatted(EXPECTED, ForeignFormat.of(head)));
        }
        whole = new SequenceInputStream(new ByteArrayInputStream(head), file);
      }
      return whole.read(bytes, offset, length);
    }

    private static boolean isDump(byte[] head) {
      String text = new String(head, StandardCharsets.ISO_8859_1);
      return text.startsWith("-- MySQL dump")
          || text.startsWith("-- MariaDB dump")
          || text.startsWith("/*M!999999\\- enable the sandbox mode */");
    }
  }
}
