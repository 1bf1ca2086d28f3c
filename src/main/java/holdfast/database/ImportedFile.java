package holdfast.database;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file from elsewhere that is taken for a dump, and the proof that it is one and whole. */
public final class ImportedFile implements Dump {

  /** What a driver knows of the files that it takes; of one of them, for one thread. */
  public interface Format extends ProvenStream.Walker {

    /** The ending of the stored object's name, without a dot. */
    String ending();

    /** What is expected; in words, with an article. */
    String title();

    /** How to make such a file, as a sentence. */
    String hint();

    /** Whether a file that begins with these bytes, the first ones or all, may be one. */
    boolean isBegunBy(byte[] head);

    /**
     * @throws FailureException made by {@link ImportedFile#refusal} where it is none
     */
    @Override
    void accept(byte[] bytes, int offset, int length) throws FailureException;

    /** Why the file would not be whole if it ended here; empty if it would. */
    Optional<String> missing() throws FailureException;

    /** Empty until it is known; may be asked by any thread. */
    String serverVersion();

    /** Name and version of what has made the file. */
    String toolTitle();

    Map<String, String> details();
  }

  private final InputStream file;
  private final Format format;
  private final ProvenStream stream;

  /**
   * @param file closed with this
   */
  public ImportedFile(InputStream file, Format format) {
    this.file = file;
    this.format = format;
    this.stream = new ProvenStream(new Recognized(), format);
  }

  @Override
  public String format() {
    return format.ending();
  }

  @Override
  public String serverVersion() {
    return format.serverVersion();
  }

  @Override
  public InputStream stream() {
    return stream;
  }

  @Override
  public DumpFacts awaitSuccess() throws FailureException {
    if (!stream.hasEnded()) {
      throw notWhole(format, "it was not read to its end");
    }
    Optional<String> missing = format.missing();
    if (missing.isPresent()) {
      throw notWhole(format, missing.get());
    }
    return new DumpFacts(format.serverVersion(), format.toolTitle(), format.details());
  }

  /** That a file is begun well and is not whole. */
  public static FailureException notWhole(Format format, String why) {
    return refusal(format, "the file is not a whole one: " + why);
  }

  /**
   * That a file cannot be taken.
   *
   * @param why without a full stop
   */
  public static FailureException refusal(Format format, String why) {
    return new FailureException(
        FailureCode.IMPORT_INVALID,
        "%s was expected, and %s".formatted(format.title(), why),
        format.hint());
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
        if (!format.isBegunBy(head)) {
          throw refusal(format, "this is " + ForeignFormat.of(head));
        }
        whole = new SequenceInputStream(new ByteArrayInputStream(head), file);
      }
      return whole.read(bytes, offset, length);
    }
  }
}
