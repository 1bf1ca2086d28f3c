package holdfast.database.mysql;

import holdfast.database.tool.ClientTool;
import holdfast.database.tool.PrivateFolders;
import holdfast.database.tool.ToolSearch;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The dump tools of this machine. MariaDB's also dumps MySQL; MySQL's own is taken for its servers
 * where there is one of their major version, and never for MariaDB, whose sequences and versioned
 * tables it does not know. MySQL's of a newer major version comes last: it cannot log in by all
 * that older servers know.
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

  /**
   * The newest dump tool that suits a database.
   *
   * @throws FailureException {@code TOOL_MISSING} or {@code TOOL_TOO_OLD}
   */
  ClientTool dumper(DumpNeeds needs) throws FailureException {
    MysqlServer server = needs.server();
    List<ClientTool> mysqls = server.isMariaDb() ? List.of() : search.find("mysqldump", MYSQL);
    List<ClientTool> mariaDbs = new ArrayList<>(search.find("mariadb-dump", MARIADB));
    mariaDbs.addAll(search.find("mysqldump", MARIADB)); // As it was called until 10.4.
    List<ClientTool> fitting = mysqls.stream().filter(needs::areMetByMysqls).toList();
    return Stream.of(
            fitting.stream().filter(tool -> tool.major() == server.major()),
            mariaDbs.stream().filter(needs::areMetByMariaDbs),
            fitting.stream())
        .flatMap(tools -> tools.max(Comparator.comparing(MysqlTools::version)).stream())
        .findFirst()
        .orElseThrow(() -> none(needs, mysqls, mariaDbs));
  }

  private static Version version(ClientTool tool) {
    return Version.of(tool.version());
  }

  private static FailureException none(
      DumpNeeds needs, List<ClientTool> mysqls, List<ClientTool> mariaDbs) {
    String hint =
        needs.hasVectors()
            ? "Install it: mysql-client on Ubuntu and with Homebrew, elsewhere from MySQL's packages."
            : "Install it: mariadb-client on Debian and Ubuntu, mariadb with Homebrew.";
    List<String> found =
        Stream.concat(mysqls.stream(), mariaDbs.stream())
            .map(ClientTool::title)
            .distinct()
            .toList();
    boolean isMissing = mysqls.isEmpty() && (mariaDbs.isEmpty() || needs.hasVectors());
    return new FailureException(
        isMissing ? FailureCode.TOOL_MISSING : FailureCode.TOOL_TOO_OLD,
        "no %s on this machine for %s: %s%s"
            .formatted(
                found.isEmpty() ? "dump tool" : "suitable dump tool",
                needs.server().title(),
                found.isEmpty() ? "" : "found " + String.join(", ", found) + "; ",
                needs.inWords()),
        hint);
  }

  /** Whether a tool is MariaDB's: their options differ. */
  static boolean isMariaDb(ClientTool tool) {
    return tool.major() >= 10;
  }
}
