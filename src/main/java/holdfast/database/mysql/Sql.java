package holdfast.database.mysql;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;

/** Names and values as SQL writes them, whatever the session's sql_mode is. */
final class Sql {
  private Sql() {}

  static String name(String name) {
    return '`' + name.replace("`", "``") + '`';
  }

  static String name(String schema, String name) {
    return name(schema) + "." + name(name);
  }

  /**
   * A text as a hexadecimal literal, which no sql_mode reads in another way. Not a call of CONVERT:
   * of one the server does not see in time that it is a constant, and looks through the tables of
   * all databases for the one that it names.
   */
  static String text(String text) {
    return "_utf8mb4 " + bytes(text.getBytes(UTF_8));
  }

  static String bytes(byte[] bytes) {
    return bytes.length == 0 ? "''" : "0x" + HexFormat.of().formatHex(bytes);
  }
}
