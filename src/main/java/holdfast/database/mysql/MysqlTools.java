package holdfast.database.mysql;

import holdfast.database.tool.ClientTool;
import holdfast.database.tool.PrivateFolders;
import holdfast.database.tool.ToolSearch;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The dump tools of this machine. MariaDB's also dumps MySQL; MySQL's own is taken for its servers
 * where there is one, and never for MariaDB, whose sequences and versioned tables it does not know.
 */
final class MysqlTools {
  private static final List<String> VERSIONED_FOLDERS =
      List.of(
          "/usr/local/mysql*/bin",
          "/opt/homebrew/opt/mariadb@*/bin",
          "/opt/homebrew/opt/mariadb/bin",
          "/opt/homebrew/opt/mysql-client/bin",
          "/opt/homebrew/opt/mysql-client@*/bin",
          "/usr/local/opt/mariadb/bin",
          "/usr/local/opt/mysql-client/bin");

  /**
   * Since 10.x as {@code Ver 10.19 Distrib 10.11.6-MariaDB}, later as {@code from 11.4.2-MariaDB}.
   */
  private static final Pattern MARIADB =
      Pattern.compile("(?:Distrib|from) ((\\d+)\\.[\\d.]+)-MariaDB");

  /** Debian has a mysqldump that is MariaDB's. */
  private static final Pattern MYSQL =
      Pattern.compile("Ver (?:[\\d.]++ Distrib )?+((\\d++)\\.[\\d.]++)(?!-MariaDB)");

  private final ToolSearch search;
  private final PrivateFolders privateFolders;

  /** Looks into the given folders only, in this order. */
  MysqlTools(List<Path> folders) {
    this(ToolSearch.in(folders), PrivateFolders.ofThisMachine());
  }

  private MysqlTools(ToolSearch search, PrivateFolders privateFolders) {
    this.search = search;
    this.privateFolders = privateFolders;
  }

  /** Looks into the usual folders and those on PATH. */
  static MysqlTools ofThisMachine(PrivateFolders privateFolders) {
    return new MysqlTools(ToolSearch.ofThisMachine(VERSIONED_FOLDERS), privateFolders);
  }

  /** Where a run of a tool keeps what nobody else may read. */
  PrivateFolders privateFolders() {
    return privateFolders;
  }

  /** The newest dump tool that suits a server. */
  ClientTool dumper(MysqlServer server) throws FailureException {
    if (!server.isMariaDb()) {
      List<ClientTool> own =
          search.find("mysqldump", MYSQL).stream()
              .filter(tool -> tool.major() >= server.major())
              .toList();
      if (!own.isEmpty()) {
        return newest(own);
      }
    }
    List<ClientTool> mariaDb = search.find("mariadb-dump", MARIADB);
    if (mariaDb.isEmpty()) {
      mariaDb = search.find("mysqldump", MARIADB); // As it was called until 10.4.
    }
    if (mariaDb.isEmpty()) {
      throw new FailureException(
          FailureCode.TOOL_MISSING,
          "no mariadb-dump%s on this machine for %s"
              .formatted(server.isMariaDb() ? "" : " and no mysqldump", server.title()),
          "Install it: mariadb-client on Debian and Ubuntu, mariadb with Homebrew.");
    }
    return newest(mariaDb);
  }

  /** Whether a tool is MariaDB's: their options differ. */
  static boolean isMariaDb(ClientTool tool) {
    return tool.major() >= 10;
  }

  private static ClientTool newest(List<ClientTool> tools) {
    return tools.stream()
        .max(Comparator.comparing(tool -> Version.of(tool.version())))
        .orElseThrow();
  }
}
