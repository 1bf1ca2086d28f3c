package holdfast.api;

import holdfast.catalog.Catalog;
import holdfast.engine.Backups;
import holdfast.engine.Inspections;
import holdfast.engine.Restores;
import holdfast.model.IdGenerator;
import holdfast.security.Tokens;
import java.time.Clock;

/** What the API stands on. */
public record ApiParts(
    Catalog catalog,
    Backups backups,
    Restores restores,
    Inspections inspections,
    Tokens tokens,
    ApiSettings settings,
    Clock clock,
    IdGenerator ids) {}
