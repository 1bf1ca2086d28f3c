package holdfast.cli.context;

/**
 * A server, and how to get in.
 *
 * @param name what its user calls it
 * @param host its URL, without a slash at its end
 */
public record Context(String name, String host, String token) {
  @Override
  public String toString() {
    return "Context[name=%s, host=%s]".formatted(name, host);
  }
}
