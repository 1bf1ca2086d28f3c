package holdfast.database.tool;

import java.nio.file.Path;

/**
 * A client program of a database on this machine.
 *
 * @param name like {@code pg_dump}
 * @param version like {@code 15.18}
 * @param major like {@code 15}
 */
public record ClientTool(String name, Path path, String version, int major) {

  /** Name and version, like {@code pg_dump 15.18}. */
  public String title() {
    return name + " " + version;
  }
}
