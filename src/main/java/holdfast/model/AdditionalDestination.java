package holdfast.model;

import org.jspecify.annotations.Nullable;

/**
 * Where a schedule's backups go too.
 *
 * @param retentionDays how long the copies there are kept; null for as long as the schedule says
 */
public record AdditionalDestination(DestinationId destinationId, @Nullable Integer retentionDays) {}
