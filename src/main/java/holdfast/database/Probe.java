package holdfast.database;

import java.util.List;

/**
 * What a look at a database found.
 *
 * @param version the server's, like {@code 15.18}
 * @param sizeBytes of the one database that the connection names
 * @param isEmpty whether nothing is in it that a restore would replace
 * @param warnings full sentences: what will not work (missing rights, no client tool for this
 *     version), and what to do
 */
public record Probe(String version, long sizeBytes, boolean isEmpty, List<String> warnings) {
  public Probe {
    warnings = List.copyOf(warnings);
  }
}
