package holdfast.api;

import holdfast.catalog.Catalog;
import holdfast.catalog.SecretCipher;
import holdfast.engine.Backups;
import holdfast.engine.Downloads;
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
    Downloads downloads,
    Inspections inspections,
    Tokens tokens,
    SecretCipher cipher,
    ApiSettings settings,
    Clock clock,
    IdGenerator ids) {}
