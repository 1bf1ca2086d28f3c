package holdfast.chaos;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** No process, session, temporary database or temporary file of a run is left anywhere. */
record LeftoversCheck() implements Check {
  private static final Set<String> DATA_FOLDER =
      Set.of(
          "address",
          "admin-token",
          "built-in",
          "catalog.db",
          "catalog.db-shm",
          "catalog.db-wal",
          "destinations",
          "lock",
          "tmp",
          "secret-key.json");

  /** The native parts of two libraries, and a note that one is in use. */
  private static final int UNPACKED = 3;

  private static final String SESSIONS =
      "SELECT application_name FROM pg_stat_activity WHERE starts_with(application_name, 'RUN_TAG')";
  private static final String DATABASES =
      "SELECT datname FROM pg_database WHERE starts_with(datname, 'RUN_TAG')";

  @Override
  public List<String> violations(Evidence evidence) throws IOException {
    List<String> violations = new ArrayList<>();
    String tag = "holdfast_" + evidence.facts().instanceId() + "_";
    processes(tag).forEach(it -> violations.add("a process is left: " + it));
    evidence
        .surroundings()
        .databases()
        .query("postgres", SESSIONS.replace("RUN_TAG", tag))
        .forEach(it -> violations.add("a session is left: " + it));
    evidence
        .surroundings()
        .databases()
        .query("postgres", DATABASES.replace("RUN_TAG", tag))
        .forEach(it -> violations.add("a database is left: " + it));
    for (Node node : evidence.installation().nodes()) {
      names(node.temporaryDir()).forEach(it -> violations.add("a temporary file is left: " + it));
      List<String> unpacked = names(node.dataDir().resolve("tmp"));
      if (unpacked.size() > UNPACKED) {
        violations.add("more than a living server needs is kept: " + unpacked);
      }
      unpacked.stream()
          .filter(name -> name.startsWith(tag))
          .forEach(it -> violations.add("a folder of a run is left: " + it));
      names(node.dataDir()).stream()
          .filter(name -> !DATA_FOLDER.contains(name))
          .forEach(it -> violations.add("left in the data folder: " + it));
    }
    return violations;
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> path.getFileName().toString()).toList();
    }
  }

  /** Those that have the tag of a run among their arguments or in their environment. */
  private static List<String> processes(String tag) throws IOException {
    List<String> found = new ArrayList<>();
    for (String pid : names(Path.of("/proc"))) {
      if (pid.chars().allMatch(Character::isDigit)) {
        String words = read(pid, "cmdline");
        if (words.contains(tag) || read(pid, "environ").contains(tag)) {
          found.add(pid + " " + words.replace('\0', ' '));
        }
      }
    }
    return found;
  }

  /** Empty of a process that has ended meanwhile. */
  private static String read(String pid, String file) {
    try {
      return new String(Files.readAllBytes(Path.of("/proc", pid, file)), ISO_8859_1);
    } catch (IOException gone) {
      return "";
    }
  }
}
