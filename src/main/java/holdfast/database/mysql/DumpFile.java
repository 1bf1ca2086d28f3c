package holdfast.database.mysql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import holdfast.database.ImportedFile;
import holdfast.model.FailureException;
import java.util.Map;
import java.util.Optional;

/** A dump of one database that lies in a file. */
final class DumpFile implements ImportedFile.Format {
  private final DumpWalker walker =
      new DumpWalker(
          e -> ImportedFile.refusal(this, "the file cannot be restored: " + e.failure().message()));

  @Override
  public String ending() {
    return MysqlSource.FORMAT;
  }

  @Override
  public String title() {
    return "a dump of mariadb-dump or mysqldump";
  }

  @Override
  public String hint() {
    return "Make the file with: mariadb-dump --single-transaction --routines --events --hex-blob"
        + " DATABASE (or mysqldump). It must be of one database and have comments: leave out"
        + " --databases, --all-databases, --skip-comments and --compact. It may be packed by gzip"
        + " or zstd.";
  }

  @Override
  public boolean isBegunBy(byte[] head) {
    String text = new String(head, ISO_8859_1);
    return text.startsWith("-- MySQL dump")
        || text.startsWith("-- MariaDB dump")
        || text.startsWith("/*M!999999\\- enable the sandbox mode */");
  }

  @Override
  public void accept(byte[] bytes, int offset, int length) throws FailureException {
    walker.accept(bytes, offset, length);
  }

  @Override
  public Optional<String> missing() throws FailureException {
    return walker.missing();
  }

  @Override
  public String serverVersion() {
    return walker.serverVersion().orElse("");
  }

  @Override
  public String toolTitle() {
    return walker.toolVersion().orElse("");
  }

  @Override
  public Map<String, String> details() {
    return walker.details();
  }
}
