package holdfast.engine;

import holdfast.catalog.Catalog;
import holdfast.catalog.Stores;
import holdfast.catalog.TakenException;
import holdfast.destination.FolderMark;
import holdfast.model.BackupDestination;
import holdfast.model.DestinationId;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.IdGenerator;
import holdfast.model.Location;
import holdfast.model.Slug;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/**
 * The destination that is there from the start and is used when none is named: a folder.
 * Thread-safe.
 */
public final class BuiltInDestination {
  public static final Slug SLUG = BackupDestination.BUILT_IN;

  private static final String NAME = "Built in";

  private final Catalog catalog;
  private final IdGenerator ids;
  private final Clock clock;

  /** Its inner id; it is there from the first start on. */
  public static DestinationId id(Stores stores) {
    return stores.destinations().find(SLUG).orElseThrow().id();
  }

  public BuiltInDestination(Catalog catalog, IdGenerator ids, Clock clock) {
    this.catalog = catalog;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Where no other node can share the catalog: sees to it that it exists and lies in {@code
   * folder}, which may have moved with the data directory since the last start.
   *
   * @param folder absolute
   */
  public void ensure(String folder) {
    BackupDestination wanted = in(folder);
    catalog.write(
        stores -> {
          BackupDestination found = stores.destinations().find(SLUG).orElse(null);
          if (found == null) {
            stores.destinations().insert(wanted);
          } else if (!found.location().equals(wanted.location())) {
            stores.destinations().update(moved(found, wanted));
          }
          return true;
        });
  }

  /**
   * Where other nodes may share the catalog: sees to it that it exists. It lies where the first
   * node has put it, since a node that moved it into a folder of its own would take its backups
   * away from the others; unless the administrator has chosen a folder for it.
   *
   * @param folder absolute; of this machine, and there
   * @param isChosen whether the administrator has named this folder
   * @return where it lies
   * @throws FailureException when it may not move there, or the folder cannot be written to
   */
  public Path share(Path folder, boolean isChosen) throws FailureException {
    BackupDestination found = find().orElse(null);
    BackupDestination registered = found == null ? register(folder) : found;
    boolean stays = !isChosen || pathOf(registered).equals(folder);
    return pathOf(stays ? registered : move(registered, folder));
  }

  private BackupDestination register(Path folder) throws FailureException {
    BackupDestination wanted = in(folder.toString());
    FolderMark.of(wanted.id()).leave(folder);
    try {
      return catalog.write(
          stores -> {
            stores.destinations().insert(wanted);
            return wanted;
          });
    } catch (TakenException e) {
      return find().orElseThrow(); // another node that starts with us was faster
    }
  }

  private BackupDestination move(BackupDestination from, Path folder) throws FailureException {
    BackupDestination moved = moved(from, in(folder.toString()));
    Optional<FailureException> refused = catalog.write(stores -> move(stores, from, moved, folder));
    if (refused.isPresent()) {
      throw refused.get();
    }
    return moved;
  }

  /**
   * Its backups must be there already, with the mark; or there must be none. A backup that began
   * into the old folder meanwhile would be lost from sight: until this transaction ends none can.
   *
   * @return why it stays where it is
   */
  private static Optional<FailureException> move(
      Stores stores, BackupDestination from, BackupDestination moved, Path folder) {
    stores.destinations().lock(from.id());
    FolderMark mark = FolderMark.of(from.id());
    try {
      if (!mark.isIn(folder)) {
        requireEmpty(stores, from, folder, mark);
        mark.leave(folder);
      }
    } catch (FailureException e) {
      return Optional.of(e);
    }
    stores.destinations().update(moved);
    return Optional.empty();
  }

  private static void requireEmpty(
      Stores stores, BackupDestination from, Path folder, FolderMark mark) throws FailureException {
    Optional<Set<String>> paths = stores.destinations().pathsAtRest(from.id());
    if (paths.isEmpty() || !paths.get().isEmpty()) {
      throw new FailureException(
          FailureCode.DESTINATION_INVALID,
          "the built-in destination cannot move to %s: its backups lie in %s"
              .formatted(folder, pathOf(from)),
          "Stop all nodes, copy that folder with its hidden file %s to the new place, and start again."
              .formatted(mark.file()));
    }
  }

  private Optional<BackupDestination> find() {
    return catalog.read(stores -> stores.destinations().find(SLUG));
  }

  private static Path pathOf(BackupDestination destination) {
    return switch (destination.location()) {
      case Location.Local local -> Path.of(local.path());
      case Location.S3 s3 -> throw new IllegalStateException("built-in lies in " + s3.bucket());
    };
  }

  private BackupDestination in(String folder) {
    DestinationId id = new DestinationId(ids.nextKey());
    Location location = new Location.Local(folder);
    return new BackupDestination(
        id, SLUG, NAME, null, "", location, clock.instant(), clock.instant());
  }

  private static BackupDestination moved(BackupDestination from, BackupDestination to) {
    return new BackupDestination(
        from.id(),
        SLUG,
        from.name(),
        from.description(),
        from.prefix(),
        to.location(),
        from.createdAt(),
        to.updatedAt());
  }
}
