package holdfast.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A group of addons.
 *
 * @param echo a JSON object: fields of the vendor's API that mean nothing here and are given back
 *     as they came
 */
public record Project(
    ProjectId id,
    Slug slug,
    String name,
    @Nullable String description,
    String echo,
    Instant createdAt,
    Instant updatedAt) {}
