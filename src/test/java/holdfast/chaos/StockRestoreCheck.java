package holdfast.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import holdfast.chaos.Facts.CopyRow;
import holdfast.chaos.Ledger.Known;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Each new completed copy, and one old one, goes back into an empty database by stock tools alone,
 * and that database is what the source was.
 */
final class StockRestoreCheck implements Check {
  private final Set<String> proven = new HashSet<>();

  @Override
  public List<String> violations(Evidence evidence) throws IOException, InterruptedException {
    List<String> violations = new ArrayList<>();
    boolean sampled = false;
    for (CopyRow copy : evidence.completedCopies()) {
      boolean isNew = proven.add(copy.uid() + copy.destinationId());
      if (isNew || !sampled) {
        sampled |= !isNew;
        violations.addAll(restore(copy, evidence));
      }
    }
    return violations;
  }

  private static List<String> restore(CopyRow copy, Evidence evidence)
      throws IOException, InterruptedException {
    Known known = evidence.installation().ledger().backups().get(copy.uid());
    if (known == null) {
      return List.of("nobody knows what should be in " + copy);
    }
    PostgresServer server = evidence.surroundings().databases();
    PostgresDatabase scratch = server.createDatabase();
    try {
      String errors = restore(StoredCopy.read(copy, evidence.placeOf(copy)), scratch);
      if (!errors.isEmpty()) {
        return List.of("%s does not restore: %s".formatted(copy, errors));
      }
      Contents restored = Contents.of(scratch);
      return known.contents().contains(restored)
          ? List.of()
          : List.of(
              "%s restores to something else: %s"
                  .formatted(copy, restored.differences(known.contents().iterator().next())));
    } finally {
      server.execute("postgres", "DROP DATABASE \"" + scratch.name() + "\" WITH (FORCE)");
    }
  }

  /** Answers what went wrong. */
  private static String restore(StoredCopy copy, PostgresDatabase into)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("chaos-restore");
    Path stored = Files.write(folder.resolve("stored"), copy.bytes());
    Path plain = folder.resolve("plain");
    try {
      String errors = run("%s < '%s' > '%s'".formatted(copy.unpacker(), stored, plain));
      if (errors.isEmpty() && !Sha256.of(Files.readAllBytes(plain)).equals(copy.plainSha256())) {
        errors = "the unpacked bytes have another hash than the manifest says";
      }
      return errors.isEmpty() ? run(pgRestore(into, plain)) : errors;
    } finally {
      Files.deleteIfExists(stored);
      Files.deleteIfExists(plain);
      Files.deleteIfExists(folder);
    }
  }

  private static String pgRestore(PostgresDatabase into, Path archive) {
    return "pg_restore --exit-on-error -h 127.0.0.1 -p %d -U postgres -d '%s' '%s'"
        .formatted(into.port(), into.name(), archive);
  }

  private static String run(String command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    int status = process.waitFor();
    return status == 0 ? "" : "exit status %d: %s".formatted(status, output);
  }
}
