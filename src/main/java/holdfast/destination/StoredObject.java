package holdfast.destination;

/**
 * An object that is visible in a destination.
 *
 * @param key relative to the destination's prefix
 */
public record StoredObject(String key, long bytes) {}
