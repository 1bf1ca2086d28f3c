package holdfast.database.postgresql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Values of parameters as the server's catalogs keep them. */
final class SettingList {
  /** Kept as one text in which names are quoted where they have to be, with commas between. */
  private static final Set<String> LISTS =
      Set.of(
          "local_preload_libraries",
          "search_path",
          "session_preload_libraries",
          "shared_preload_libraries",
          "temp_tablespaces",
          "unix_socket_directories");

  private SettingList() {}

  /** The values to be written as texts in a statement: several for a list. */
  static List<String> values(String parameter, String kept) {
    return LISTS.contains(parameter.toLowerCase(Locale.ROOT)) ? split(kept) : List.of(kept);
  }

  private static List<String> split(String list) {
    List<String> names = new ArrayList<>();
    StringBuilder name = new StringBuilder();
    boolean isQuoted = false;
    for (int i = 0; i < list.length(); i++) {
      char c = list.charAt(i);
      if (c == '"') {
        // The second of two within quotes stands for one, and opens them again.
        if (!isQuoted && i > 0 && list.charAt(i - 1) == '"') {
          name.append(c);
        }
        isQuoted = !isQuoted;
      } else if (isQuoted || (c != ',' && c != ' ')) {
        name.append(c);
      } else if (c == ',') {
        names.add(name.toString());
        name.setLength(0);
      }
    }
    names.add(name.toString());
    return names;
  }
}
