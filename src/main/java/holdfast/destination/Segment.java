package holdfast.destination;

/**
 * One of the objects that a stream was cut into, as the manifest tells of it.
 *
 * @param sha256 of the object's bytes, in lower-case hex
 */
public record Segment(String key, long bytes, String sha256) {}
