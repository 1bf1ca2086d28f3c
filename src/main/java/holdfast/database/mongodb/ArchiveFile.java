package holdfast.database.mongodb;

import holdfast.database.ImportedFile;
import holdfast.model.FailureException;
import java.util.Map;
import java.util.Optional;

/** An archive of mongodump that lies in a file. */
final class ArchiveFile implements ImportedFile.Format {
  private final ArchiveWalker walker = ArchiveWalker.alone();

  @Override
  public String ending() {
    return MongoDump.FORMAT;
  }

  @Override
  public String title() {
    return "an archive of mongodump";
  }

  @Override
  public String hint() {
    return "Make the file with: mongodump --db=NAME --archive=FILE; it may be packed by gzip or zstd.";
  }

  @Override
  public boolean isBegunBy(byte[] head) {
    return head.length >= Integer.BYTES && LittleEndian.intAt(head, 0) == ArchiveFormat.MAGIC;
  }

  @Override
  public void accept(byte[] bytes, int offset, int length) throws FailureException {
    try {
      walker.accept(bytes, offset, length);
    } catch (MalformedArchive e) {
      throw ImportedFile.notWhole(this, e.why());
    }
  }

  /**
   * One without collections but the server's is taken for a mistake: restored, it would leave
   * nothing of a database.
   */
  @Override
  public Optional<String> missing() {
    Optional<String> missing = walker.missing();
    return missing.isEmpty() && walker.isEmpty()
        ? Optional.of(
            "it has no collections but the server's own, as of a database that is not there")
        : missing;
  }

  @Override
  public String serverVersion() {
    return walker.serverVersion().orElse("");
  }

  @Override
  public String toolTitle() {
    return "mongodump " + walker.toolVersion().orElse("");
  }

  @Override
  public Map<String, String> details() {
    return walker.details();
  }
}
