package holdfast.database.postgresql;

import holdfast.database.tool.ClientTool;
import holdfast.database.tool.PrivateFolders;
import holdfast.database.tool.ToolSearch;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The client programs of PostgreSQL on this machine.
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

  /** Since this version pg_restore sets {@code transaction_timeout}, which older servers refuse. */
  private static final int SETS_TRANSACTION_TIMEOUT = 17;

  private final ToolSearch search;
  private final PrivateFolders privateFolders;

  /** Looks into the given folders only, in this order. */
  ClientTools(List<Path> folders) {
    this(ToolSearch.in(folders), PrivateFolders.ofThisMachine());
  }

  private ClientTools(ToolSearch search, PrivateFolders privateFolders) {
    this.search = search;
    this.privateFolders = privateFolders;
  }

  /** Looks into the usual versioned folders and those on PATH. */
  static ClientTools ofThisMachine(PrivateFolders privateFolders) {
    return new ClientTools(ToolSearch.ofThisMachine(VERSIONED_FOLDERS), privateFolders);
  }

  /** Where a run of a tool keeps what nobody else may read. */
  PrivateFolders privateFolders() {
    return privateFolders;
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
    List<ClientTool> found = search.find(name, VERSION);
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
}
