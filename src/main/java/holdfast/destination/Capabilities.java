package holdfast.destination;

/**
 * What a destination can hold.
 *
 * @param maxObjectBytes the most that one object can take; a longer stream goes into several
 */
public record Capabilities(long maxObjectBytes) {}
