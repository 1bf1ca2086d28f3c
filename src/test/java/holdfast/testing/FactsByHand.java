package holdfast.testing;

import holdfast.model.Backup;
import holdfast.model.BackupId;
import holdfast.model.BackupStatus;
import holdfast.model.BackupType;
import holdfast.model.Copy;
import holdfast.model.CopyFacts;
import holdfast.model.CopyLine;
import holdfast.model.DestinationId;
import java.util.List;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Works out what is true of copies by looking at every backup of their addon: what the catalog must
 * find by its indexes.
 *
 * @param backups all that one addon has, oldest first
 * @param isRead whether a restore that has not ended reads it
 * @param isFed whether a schedule of the addon stores such backups there
 */
public record FactsByHand(
    List<Backup> backups,
    Predicate<BackupId> isRead,
    BiPredicate<BackupType, DestinationId> isFed) {

  /** Of each copy of each backup, in their order. */
  public List<CopyFacts> all() {
    return backups.stream()
        .flatMap(backup -> backup.copies().stream().map(copy -> facts(backup, copy)))
        .toList();
  }

  private CopyFacts facts(Backup backup, Copy copy) {
    return new CopyFacts(
        backup.id(),
        backup.slug(),
        backup.origin().addonId(),
        backup.status(),
        backup.createdAt(),
        copy.destinationId(),
        copy.status(),
        copy.expiresAt(),
        isRead.test(backup.id()),
        backup.source().isOfAddon()
            ? line(backup.type(), copy.destinationId())
            : CopyLine.NONE);
  }

  private CopyLine line(BackupType type, DestinationId destination) {
    return new CopyLine(
        newest(type, destination, copy -> true),
        newest(type, destination, copy -> copy.status() == BackupStatus.COMPLETED),
        isFed.test(type, destination));
  }

  private CopyLine.@Nullable Member newest(
      BackupType type, DestinationId destination, Predicate<Copy> which) {
    return backups.reversed().stream()
        .filter(backup -> backup.source().isOfAddon() && backup.type() == type)
        .map(backup -> member(backup, destination, which))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static CopyLine.@Nullable Member member(
      Backup backup, DestinationId destination, Predicate<Copy> which) {
    return backup.copies().stream()
        .filter(copy -> copy.destinationId().equals(destination))
        .filter(which)
        .findFirst()
        .map(copy -> new CopyLine.Member(backup.id().key(), copy.status(), copy.expiresAt()))
        .orElse(null);
  }
}
