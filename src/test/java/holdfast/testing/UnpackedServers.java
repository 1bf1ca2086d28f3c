package holdfast.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Programs of other releases of Debian than the machine's, as {@code ./check} unpacks them: {@code
 * scripts/servers.sh}. Tests that need them are tagged, and run only where they are. The tools of
 * MongoDB lie beside them, wherever {@code ./check} has run.
 */
public final class UnpackedServers {
  /** Of tests that {@code ./check} runs. */
  public static final String TAG = "other-servers";

  /** Of tests that only {@code ./check all} runs. */
  public static final String FURTHER_TAG = "further-servers";

  private UnpackedServers() {}

  /** Where the programs of a release lie. */
  public static Path folder(String suite) {
    return Path.of(".cache", "servers", suite, "bin").toAbsolutePath();
  }

  static Path program(String suite, String name) {
    Path program = folder(suite).resolve(name);
    if (!Files.isExecutable(program)) {
      throw new AssertionError(program + " is missing: ./check fetches it");
    }
    return program;
  }
}
