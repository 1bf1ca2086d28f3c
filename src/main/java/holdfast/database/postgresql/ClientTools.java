package holdfast.database.postgresql;

import static java.nio.charset.StandardCharsets.UTF_8;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The client programs of this machine, looked for at each use, so that one that was just installed
 * is found.
 *
 * <p>Of several that fit, the one nearest to the server's own version is taken, not the newest: a
 * newer pg_dump writes an archive that an older pg_restore cannot read, and a newer pg_restore sets
 * parameters that an older server does not know.
 */
final class ClientTools {
  private static final List<String> VERSIONED_FOLDERS =
      List.of(
          "/usr/lib/postgresql/*/bin",
          "/usr/pgsql-*/bin",
          "/usr/local/pgsql*/bin",
          "/opt/homebrew/opt/postgresql@*/bin",
          "/opt/homebrew/opt/libpq/bin",
          "/usr/local/opt/postgresql@*/bin",
          "/usr/local/opt/libpq/bin",
          "/Applications/Postgres.app/Contents/Versions/*/bin");
  private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) ((\\d+)[\\w.]*)");
  private static final long VERSION_SECONDS = 10;
  private static final int MAX_VERSION_BYTES = 1000;

  /** Since this version pg_restore sets {@code transaction_timeout}, which older servers refuse. */
  private static final int SETS_TRANSACTION_TIMEOUT = 17;

  private final Supplier<List<Path>> folders;
  private final PrivateFolders privateFolders;

  /** Looks into the given folders only, in this order. */
  ClientTools(List<Path> folders) {
    this(() -> folders, PrivateFolders.ofThisMachine());
  }

  private ClientTools(Supplier<List<Path>> folders, PrivateFolders privateFolders) {
    this.folders = folders;
    this.privateFolders = privateFolders;
  }

  /** Looks into the usual versioned folders and those on PATH. */
  static ClientTools ofThisMachine(PrivateFolders privateFolders) {
    return new ClientTools(ClientTools::usualFolders, privateFolders);
  }

  /** Where a run of a tool keeps what nobody else may read. */
  PrivateFolders privateFolders() {
    return privateFolders;
  }

  private static List<Path> usualFolders() {
    List<Path> folders = new ArrayList<>();
    VERSIONED_FOLDERS.forEach(pattern -> folders.addAll(expand(pattern)));
    Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .forEach(folder -> folders.add(Path.of(folder)));
    return folders;
  }

  /** The pg_dump for a server: of its major version, else the oldest that is newer. */
  ClientTool dumper(PgServer server) throws FailureException {
    return ofTheServer("pg_dump", server);
  }

  /** The pg_basebackup for a server: of its major version, else the oldest that is newer. */
  ClientTool copier(PgServer server) throws FailureException {
    return ofTheServer("pg_basebackup", server);
  }

  private ClientTool ofTheServer(String name, PgServer server) throws FailureException {
    return choose(
        name,
        server.major(),
        tool -> tool.major() >= server.major(),
        Comparator.comparingInt(ClientTool::major));
  }

  /**
   * The pg_restore for an archive and a server: it must read the one and be understood by the
   * other. Of the server's major version, else the nearest.
   */
  ClientTool restorer(ArchiveHeader archive, PgServer server) throws FailureException {
    int oldest = archive.oldestReader();
    if (!isUnderstood(oldest, server)) {
      throw new FailureException(
          FailureCode.RESTORE_REQUIREMENTS,
          "the backup was made by pg_dump %s, which only pg_restore %d and newer read, and these"
              .concat(" cannot restore into postgresql %s")
              .formatted(archive.toolVersion(), oldest, server.version()),
          "Restore it into a server of version %d or newer. %s"
              .formatted(SETS_TRANSACTION_TIMEOUT, forRestorableBackups(server)));
    }
    return choose(
        "pg_restore",
        Math.max(server.major(), oldest),
        tool -> tool.major() >= oldest && isUnderstood(tool.major(), server),
        Comparator.comparingInt(tool -> Math.abs(tool.major() - server.major())));
  }

  /** A warning when what {@link #dumper} writes could not be restored into the same server. */
  Optional<String> oneWayWarning(ClientTool dumper, PgServer server) {
    return isUnderstood(dumper.major(), server)
        ? Optional.empty()
        : Optional.of(
            "Backups made by %s cannot be restored into a server of version %d. %s"
                .formatted(dumper.title(), server.major(), forRestorableBackups(server)));
  }

  private static String forRestorableBackups(PgServer server) {
    return "For backups that can, install postgresql-client-%d where Holdfast runs."
        .formatted(server.major());
  }

  private static boolean isUnderstood(int toolMajor, PgServer server) {
    return toolMajor < SETS_TRANSACTION_TIMEOUT || server.major() >= SETS_TRANSACTION_TIMEOUT;
  }

  private ClientTool choose(
      String name, int needed, Predicate<ClientTool> fits, Comparator<ClientTool> nearestFirst)
      throws FailureException {
    List<ClientTool> found = find(name);
    // The sort keeps the order of equals, so that a folder named earlier wins.
    Optional<ClientTool> best = found.stream().filter(fits).sorted(nearestFirst).findFirst();
    return best.orElseThrow(() -> none(name, needed, found));
  }

  private static FailureException none(String name, int needed, List<ClientTool> found) {
    String hint =
        "Install it: postgresql-client-%d on Debian and Ubuntu, postgresql@%d with Homebrew."
            .formatted(needed, needed);
    if (found.isEmpty()) {
      return new FailureException(
          FailureCode.TOOL_MISSING,
          "no %s on this machine; version %d is needed".formatted(name, needed),
          hint);
    }
    String versions =
        String.join(", ", found.stream().map(ClientTool::version).distinct().toList());
    return new FailureException(
        FailureCode.TOOL_TOO_OLD,
        "no suitable %s on this machine: found %s, version %d is needed"
            .formatted(name, versions, needed),
        hint);
  }

  /** All of a name, in the order of the folders. */
  private List<ClientTool> find(String name) {
    return folders.get().stream()
        .map(folder -> folder.resolve(name))
        .distinct()
        .filter(Files::isExecutable)
        .filter(path -> !isDebianWrapper(path))
        .flatMap(path -> identify(name, path).stream())
        .toList();
  }

  /** Debian's pg_wrapper picks a version by itself, out of the folders that are searched anyway. */
  private static boolean isDebianWrapper(Path path) {
    try {
      return path.toRealPath().endsWith("pg_wrapper");
    } catch (IOException e) {
      return false;
    }
  }

  private static Optional<ClientTool> identify(String name, Path path) {
    try {
      Process process = new ProcessBuilder(path.toString(), "--version").start();
      process.getOutputStream().close();
      if (!process.waitFor(VERSION_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.empty();
      }
      String said = new String(process.getInputStream().readNBytes(MAX_VERSION_BYTES), UTF_8);
      Matcher version = VERSION.matcher(said);
      return version.find()
          ? Optional.of(
              new ClientTool(name, path, version.group(1), Integer.parseInt(version.group(2))))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // Not a program of this machine.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** The folders that a path with at most one star stands for, the newest version first. */
  private static List<Path> expand(String pattern) {
    int star = pattern.indexOf('*');
    if (star < 0) {
      return List.of(Path.of(pattern));
    }
    int slash = pattern.lastIndexOf('/', star);
    String name = pattern.substring(slash + 1, pattern.indexOf('/', star));
    String rest = pattern.substring(pattern.indexOf('/', star) + 1);
    List<Path> folders = new ArrayList<>();
    try (var children = Files.newDirectoryStream(Path.of(pattern.substring(0, slash)), name)) {
      children.forEach(child -> folders.add(child.resolve(rest)));
    } catch (IOException e) {
      return List.of(); // No such folder on this kind of machine.
    }
    folders.sort(Comparator.reverseOrder());
    return folders;
  }
}
