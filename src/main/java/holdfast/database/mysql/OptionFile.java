package holdfast.database.mysql;

import holdfast.model.Secret;

/** The file from which a client tool reads where to connect, and the password. */
final class OptionFile {
  static final String NAME = "client.cnf";

  private OptionFile() {}

  static String text(MysqlUri uri) {
    StringBuilder text = new StringBuilder("[client]\nprotocol=tcp\n");
    text.append("host=").append(quote(uri.host())).append('\n');
    text.append("port=").append(uri.port()).append('\n');
    text.append("user=").append(quote(uri.user())).append('\n');
    text.append("password=")
        .append(quote(uri.password().map(Secret::reveal).orElse("")))
        .append('\n');
    // A row may be as large as the protocol allows, whatever the server's own default for clients.
    text.append("max-allowed-packet=1G\n");
    return text.toString();
  }

  /** Quotes keep a # from beginning a comment, and blanks at the ends. */
  private static String quote(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
