package holdfast.model;

import java.util.OptionalLong;

/**
 * A database that a server has.
 *
 * @param name as the server knows it
 * @param sizeBytes empty where the server does not tell, or not this login
 */
public record FoundDatabase(String name, OptionalLong sizeBytes) {}
