package holdfast.model;

/**
 * Marks what a run leaves in other systems (database sessions, temporary databases, open uploads),
 * so that a later start recognises what a dead run of this installation left behind, and nothing
 * else.
 *
 * @param instanceId this installation: 8 hex digits
 * @param runId the key of the backup or restore
 * @param attempt the fence number of the run
 */
public record RunTag(String instanceId, Key runId, int attempt) {

  /** The name for database sessions: at most 63 characters, of {@code [a-z0-9_]}. */
  public String sessionName() {
    return "holdfast_" + instanceId + "_" + runId + "_" + attempt;
  }

  /** What the names of all attempts of this run start with. */
  public String sessionNamePrefix() {
    return "holdfast_" + instanceId + "_" + runId + "_";
  }
}
