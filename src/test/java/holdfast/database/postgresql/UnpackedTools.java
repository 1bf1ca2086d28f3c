package holdfast.database.postgresql;

import holdfast.testing.UnpackedServers;
import java.nio.file.Path;
import java.util.List;

/** Client tools of other major versions than the machine's own. */
final class UnpackedTools {
  private UnpackedTools() {}

  /** A driver that has no tools but those of one version: 17 or 18. */
  static PostgresqlDriver driver(int major) {
    return new PostgresqlDriver(new ClientTools(List.of(folder(major))));
  }

  /** Where they lie. */
  static Path folder(int major) {
    return UnpackedServers.folder(major == 17 ? "trixie" : "forky");
  }
}
