package holdfast.security;

import holdfast.model.ProjectId;
import holdfast.model.RoleId;
import holdfast.model.TokenId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one caller may do. Everything else is denied.
 *
 * @param projects those that the {@code Project >} permissions are limited to; null for all
 */
public record Access(
    TokenId token, RoleId role, Set<Permission> permissions, @Nullable Set<ProjectId> projects) {

  public Access {
    permissions = Set.copyOf(permissions);
    projects = projects == null ? null : Set.copyOf(projects);
  }

  /** Whether the permission is there at all, be it for some projects only. */
  public boolean may(Permission permission) {
    return permissions.contains(permission);
  }

  public boolean may(Permission permission, ProjectId project) {
    return may(permission) && (!permission.isLimitedByProjects() || sees(project));
  }

  /** Whether the permission holds for every project, those to come included. */
  public boolean mayEverywhere(Permission permission) {
    return may(permission) && (!permission.isLimitedByProjects() || projects == null);
  }

  /** Whether the project is not hidden by a limitation of the role. */
  public boolean sees(ProjectId project) {
    return projects == null || projects.contains(project);
  }
}
