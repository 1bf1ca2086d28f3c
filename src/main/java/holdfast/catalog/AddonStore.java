package holdfast.catalog;

import holdfast.model.Addon;
import holdfast.model.AddonId;
import holdfast.model.AddonState;
import holdfast.model.ProjectId;
import holdfast.model.Slug;
import java.util.List;
import java.util.Optional;

/** The addons. Their connections are encrypted at rest; here they come and go in clear. */
public interface AddonStore {
  /** Throws {@link TakenException} when the project has an addon of this slug or name. */
  void insert(Addon addon);

  /**
   * Replaces all but id, project, slug, type, state and creation time. Throws {@link
   * TakenException} when the name is taken.
   */
  void update(Addon addon);

  /** Removes the addon; its backups stay. */
  void delete(AddonId id);

  Optional<Addon> find(ProjectId project, Slug slug);

  Optional<Addon> findByName(ProjectId project, String name);

  Optional<Addon> get(AddonId id);

  /** Whether its backups start; empty when there is no such addon. */
  Optional<AddonState> state(AddonId id);

  /**
   * Keeps every other transaction from changing or removing the addon, and from beginning a restore
   * into it, until this one ends. Whoever locks several locks the oldest first, and whoever locks
   * backups too locks the addon before them.
   *
   * @return the addon as it is now; empty when there is none
   */
  Optional<Addon> lock(AddonId id);

  void move(AddonId id, AddonState state);

  /** Newest first. */
  Page<Addon> list(ProjectId project, PageRequest page);

  /** All of a project, oldest first. */
  List<Addon> of(ProjectId project);
}
