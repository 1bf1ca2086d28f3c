package holdfast.catalog;

import holdfast.model.Project;
import holdfast.model.ProjectId;
import holdfast.model.Slug;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The projects. */
public interface ProjectStore {
  /** Throws {@link TakenException} when slug or name is taken. */
  void insert(Project project);

  /**
   * Replaces all but id, slug and creation time. Throws {@link TakenException} when the name is
   * taken.
   */
  void update(Project project);

  void delete(ProjectId id);

  Optional<Project> find(Slug slug);

  Optional<Project> findByName(String name);

  Optional<Project> get(ProjectId id);

  /**
   * Newest first.
   *
   * @param visible only these; null for all
   */
  Page<Project> list(PageRequest page, @Nullable Set<ProjectId> visible);
}
