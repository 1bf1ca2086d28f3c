package holdfast.pipeline;

/**
 * What passed an observer.
 *
 * @param sha256 64 lower-case hex digits
 */
public record Digest(long bytes, String sha256) {}
