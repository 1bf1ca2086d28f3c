package holdfast.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A registered database that is protected, or all databases of a server.
 *
 * @param version the server's version as the last probe found it; null before any
 * @param echo a JSON object: fields of the vendor's API that mean nothing here and are given back
 *     as they came
 */
public record Addon(
    AddonId id,
    ProjectId projectId,
    Slug slug,
    String name,
    @Nullable String description,
    AddonType type,
    @Nullable String version,
    AddonState state,
    ConnectionUri connection,
    Coverage coverage,
    String echo,
    Instant createdAt,
    Instant updatedAt) {}
