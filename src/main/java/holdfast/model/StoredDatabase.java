package holdfast.model;

/**
 * A database in a backup of all databases of a server.
 *
 * @param name as the server knew it
 * @param plainBytes as the database tool wrote them
 * @param storedBytes in each destination
 */
public record StoredDatabase(String name, long plainBytes, long storedBytes) {}
