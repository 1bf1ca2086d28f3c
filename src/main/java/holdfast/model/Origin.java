package holdfast.model;

/**
 * The addon that a backup was taken of, as it was called at that time; also when addon and project
 * are gone.
 */
public record Origin(
    ProjectId projectId,
    Slug projectSlug,
    String projectName,
    AddonId addonId,
    Slug addonSlug,
    String addonName,
    AddonType addonType) {

  public static Origin of(Project project, Addon addon) {
    return new Origin(
        project.id(),
        project.slug(),
        project.name(),
        addon.id(),
        addon.slug(),
        addon.name(),
        addon.type());
  }
}
