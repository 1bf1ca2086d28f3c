package holdfast.database.postgresql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import holdfast.database.ImportedFile;
import holdfast.model.FailureException;
import java.util.Map;
import java.util.Optional;

/** An archive of pg_dump that lies in a file. */
final class ArchiveFile implements ImportedFile.Format {
  private final ArchiveWalker walker = new ArchiveWalker();

  @Override
  public String ending() {
    return PgDump.FORMAT;
  }

  @Override
  public String title() {
    return "an archive of pg_dump's custom format";
  }

  @Override
  public String hint() {
    return "Make the file with: pg_dump --format=custom (or -Fc); it may be packed by gzip or zstd.";
  }

  @Override
  public boolean isBegunBy(byte[] head) {
    return new String(head, ISO_8859_1).startsWith(ArchiveHeader.MAGIC);
  }

  @Override
  public void accept(byte[] bytes, int offset, int length) throws FailureException {
    try {
      walker.accept(bytes, offset, length);
    } catch (MalformedArchive e) {
      throw ImportedFile.notWhole(this, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Optional<String> missing() {
    return walker.missing();
  }

  @Override
  public String serverVersion() {
    return walker.header().map(ArchiveHeader::serverVersion).map(ArchiveFile::bare).orElse("");
  }

  @Override
  public String toolTitle() {
    return "pg_dump "
        + walker.header().map(ArchiveHeader::toolVersion).map(ArchiveFile::bare).orElse("");
  }

  @Override
  public Map<String, String> details() {
    return walker.details();
  }

  /** Without the packager's words: {@code 15.18 (Debian 15.18-1)}. */
  private static String bare(String version) {
    return version.split(" ", 2)[0];
  }
}
