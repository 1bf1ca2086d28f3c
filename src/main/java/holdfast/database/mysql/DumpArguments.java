package holdfast.database.mysql;

import holdfast.database.tool.ClientTool;
import holdfast.database.tool.PrivateFolder;
import holdfast.model.RunTag;
import java.util.ArrayList;
import java.util.List;

/** What a dump tool is told; no secret is among it. */
final class DumpArguments {
  private static final List<String> COMMON =
      List.of(
          "--single-transaction",
          "--quick",
          "--skip-lock-tables",
          "--routines",
          "--triggers",
          "--events",
          "--hex-blob",
          "--default-character-set=utf8mb4",
          "--no-tablespaces",
          "--tz-utc",
          "--comments",
          "--dump-date");

  private DumpArguments() {}

  static List<String> of(
      MysqlUri uri, RunTag tag, MysqlServer server, ClientTool tool, PrivateFolder folder) {
    List<String> arguments = new ArrayList<>();
    // First of all, and instead of the files of this machine and of the user.
    arguments.add("--defaults-file=" + folder.file(OptionFile.NAME));
    arguments.addAll(COMMON);
    arguments.add("--where=" + SessionMark.condition(tag));
    if (MysqlTools.isMariaDb(tool)) {
      addForMariaDb(arguments, uri, server, tool);
    } else {
      addForMysql(arguments, uri);
    }
    arguments.add("--");
    arguments.add(uri.database());
    return arguments;
  }

  private static void addForMariaDb(
      List<String> arguments, MysqlUri uri, MysqlServer server, ClientTool tool) {
    switch (uri.tls()) {
      case DISABLED -> arguments.add("--skip-ssl");
      case PREFERRED, REQUIRED ->
          arguments.addAll(List.of("--ssl", "--skip-ssl-verify-server-cert"));
      case VERIFY_CA, VERIFY_IDENTITY ->
          arguments.addAll(List.of("--ssl", "--ssl-verify-server-cert"));
    }
    uri.caFile().ifPresent(file -> arguments.add("--ssl-ca=" + file));
    if (server.isMariaDb() && server.hasBinaryLog()) {
      // MariaDB tells the position of a snapshot without a lock and without a right.
      arguments.addAll(List.of("--master-data=2", "--gtid"));
    }
    if (knowsHistory(server, tool)) {
      arguments.add("--dump-history");
    }
  }

  /** What rows of versioned tables were before. */
  static boolean knowsHistory(MysqlServer server, ClientTool tool) {
    return server.isMariaDb()
        && server.isAtLeast(10, 11)
        && Version.of(tool.version()).isAtLeast(10, 11);
  }

  private static void addForMysql(List<String> arguments, MysqlUri uri) {
    arguments.add("--ssl-mode=" + uri.tls().name());
    uri.caFile().ifPresent(file -> arguments.add("--ssl-ca=" + file));
    arguments.addAll(List.of("--set-gtid-purged=OFF", "--column-statistics=0"));
  }
}
