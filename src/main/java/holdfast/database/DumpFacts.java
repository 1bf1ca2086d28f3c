package holdfast.database;

import java.util.Map;

/**
 * What is known of a dump that ended well; goes into the manifest.
 *
 * @param serverVersion like {@code 15.18}
 * @param toolVersion the client tool's, like {@code pg_dump 15.18}
 * @param details more, by name: point in time, counts. No secrets
 */
public record DumpFacts(String serverVersion, String toolVersion, Map<String, String> details) {
  public DumpFacts {
    details = Map.copyOf(details);
  }
}
