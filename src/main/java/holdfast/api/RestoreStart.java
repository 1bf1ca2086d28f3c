package holdfast.api;

import holdfast.catalog.TakenException;
import holdfast.engine.ChangedException;
import holdfast.engine.Inspections;
import holdfast.engine.Restores;
import holdfast.model.Addon;
import holdfast.model.Backup;
import holdfast.model.BackupStatus;
import holdfast.model.Copy;
import holdfast.model.DatabaseRoute;
import holdfast.model.DestinationId;
import holdfast.model.FailureException;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Begins a restore, or says why it cannot be. */
final class RestoreStart {
  private static final Pattern MAJOR = Pattern.compile("^(\\d{1,9})");

  private final Restores restores;
  private final Inspections inspections;

  RestoreStart(ApiParts parts) {
    this.restores = parts.restores();
    this.inspections = parts.inspections();
  }

  /** From whichever copy is completed. */
  Answer from(Backup backup, Addon target, DatabaseChoice choice) {
    return begin(backup, completed(backup), target, choice);
  }

  /** From the copy in this destination. */
  Answer from(Backup backup, DestinationId source, Addon target, DatabaseChoice choice) {
    if (backup.completedCopyIn(source).isEmpty()) {
      throw BackupConflicts.notRestorable(backup);
    }
    return begin(backup, source, target, choice);
  }

  /** The destination of a copy that can be read. */
  static DestinationId completed(Backup backup) {
    return backup.copies().stream()
        .filter(copy -> copy.status() == BackupStatus.COMPLETED)
        .map(Copy::destinationId)
        .findFirst()
        .orElseThrow(() -> BackupConflicts.notRestorable(backup));
  }

  private Answer begin(Backup backup, DestinationId source, Addon target, DatabaseChoice choice) {
    requireFit(backup, target);
    DatabaseRoute route = choice.route(DatabaseChoice.DATABASE, backup, target);
    requireReplaceable(target, route.into());
    if (!route.replaces()) {
      requireEmpty(target, route.into());
    }
    try {
      String id = restores.request(backup, source, target, route).id().toString();
      return Answer.data(Json.object().put("restoreId", id));
    } catch (TakenException e) {
      throw ApiError.conflict(
          "A restore into the addon \"%s\" has not ended. Wait for its end, or abort it first."
              .formatted(target.slug()));
    } catch (ChangedException e) {
      throw ApiError.conflict(
          "The connection of the addon \"%s\" was changed at this moment. Look where it leads, and ask again."
              .formatted(target.slug()));
    }
  }

  private void requireReplaceable(Addon target, @Nullable String database) {
    if (database == null) {
      return;
    }
    try {
      inspections.requireNameable(target.type(), target.connection(), database);
    } catch (FailureException e) {
      throw ApiError.invalid(DatabaseChoice.TARGET_DATABASE, Failures.text(e));
    }
  }

  /** As far as can be known now: the run looks again, and where it cannot, it says why. */
  private void requireEmpty(Addon target, @Nullable String database) {
    boolean isEmpty;
    try {
      isEmpty = inspections.isEmpty(target.type(), target.connection(), database);
    } catch (FailureException e) {
      return;
    }
    if (!isEmpty) {
      throw ApiError.conflict(
          "The database of the addon \"%s\" is not empty, and the restore was to replace nothing. Empty it, or restore without replace=false."
              .formatted(target.slug()));
    }
  }

  /** Refuses a target that cannot take the backup, as far as is known. */
  static void requireFit(Backup backup, Addon target) {
    PhysicalBackups.requireRestorable(backup);
    requireSameType(backup, target);
    requireNotOlder(backup, target);
  }

  private static void requireSameType(Backup backup, Addon target) {
    if (backup.origin().addonType() != target.type()) {
      throw ApiError.conflict(
          "The backup \"%s\" is of %s and the addon \"%s\" is %s. Choose a target of the same type."
              .formatted(
                  backup.slug(),
                  backup.origin().addonType().title(),
                  target.slug(),
                  target.type().title()));
    }
  }

  private static void requireNotOlder(Backup backup, Addon target) {
    OptionalInt taken = major(backup.addonVersion());
    OptionalInt running = major(target.version());
    if (taken.isPresent() && running.isPresent() && running.getAsInt() < taken.getAsInt()) {
      throw ApiError.conflict(
          "The backup \"%s\" is of version %s and the addon \"%s\" runs %s. Choose a target that is not older."
              .formatted(backup.slug(), backup.addonVersion(), target.slug(), target.version()));
    }
  }

  /** Empty while it is not known; the restore itself then asks the server. */
  private static OptionalInt major(@Nullable String version) {
    Matcher matcher = MAJOR.matcher(version == null ? "" : version);
    return matcher.find()
        ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
        : OptionalInt.empty();
  }
}
