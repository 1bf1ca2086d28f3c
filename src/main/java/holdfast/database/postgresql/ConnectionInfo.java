package holdfast.database.postgresql;

import holdfast.database.tool.PrivateFolder;
import holdfast.model.RunTag;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** How libpq's tools are told where to connect: in one argument, which holds no secret. */
final class ConnectionInfo {
  private static final String CONNECT_TIMEOUT_SECONDS = "15";

  private ConnectionInfo() {}

  static String of(PgUri uri, RunTag tag, PrivateFolder folder) {
    return of(uri, tag, folder, Map.of());
  }

  /**
   * The same with settings of libpq besides.
   *
   * @param more not the ones that are set anyway
   */
  static String of(PgUri uri, RunTag tag, PrivateFolder folder, Map<String, String> more) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("host", uri.host());
    settings.put("port", Integer.toString(uri.port()));
    settings.put("dbname", uri.database());
    settings.put("user", uri.user());
    settings.put("passfile", folder.file(PasswordFile.NAME).toString());
    settings.put("application_name", tag.sessionName());
    settings.put("connect_timeout", CONNECT_TIMEOUT_SECONDS);
    settings.put("gssencmode", "disable");
    settings.put("keepalives_idle", "60");
    // As the database's own, until the tool sets one: the login's may be one that it cannot have.
    settings.put("client_encoding", "SQL_ASCII");
    settings.putAll(uri.options());
    settings.putAll(more);
    return settings.entrySet().stream()
        .map(setting -> setting.getKey() + "=" + quote(setting.getValue()))
        .collect(Collectors.joining(" "));
  }

  private static String quote(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
