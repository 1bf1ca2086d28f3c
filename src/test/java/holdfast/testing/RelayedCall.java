package holdfast.testing;

/**
 * One request that a client sent through a {@link RecordingRelay}, and how it was answered.
 *
 * @param caller whose request it was, as the client's host said: {@code js/list.projects}
 * @param operation its id in {@code openapi.yaml}; empty where that has no such path
 * @param team whether the path named a team
 * @param violation what is wrong with the answer by the contract; empty when nothing is
 */
public record RelayedCall(
    String caller,
    String method,
    String path,
    String operation,
    boolean team,
    int status,
    String violation) {

  /** An answer as the contract says, or a WebSocket in which the login was successful. */
  public boolean succeeded() {
    return (status == 200 || status == 101) && violation.isEmpty();
  }
}
