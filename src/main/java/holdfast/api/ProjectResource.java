package holdfast.api;

import holdfast.catalog.Catalog;
import holdfast.catalog.Stores;
import holdfast.model.Addon;
import holdfast.model.IdGenerator;
import holdfast.model.Project;
import holdfast.model.ProjectId;
import holdfast.model.Slug;
import holdfast.security.Access;
import holdfast.security.Permission;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** {@code /v1/projects}: groups of addons. */
final class ProjectResource {
  private final Catalog catalog;
  private final IdGenerator ids;
  private final Clock clock;

  ProjectResource(ApiParts parts) {
    this.catalog = parts.catalog();
    this.ids = parts.ids();
    this.clock = parts.clock();
  }

  Answer list(Request request) {
    var page =
        catalog.read(
            stores -> stores.projects().list(Paging.of(request), request.access().projects()));
    return Paging.answer("projects", page, ProjectJson::listItem);
  }

  Answer get(Request request) {
    return Answer.data(
        catalog.read(
            stores -> {
              Project project = Lookup.project(stores, request);
              return ProjectJson.details(project, visibleAddons(stores, request, project));
            }));
  }

  private static List<Addon> visibleAddons(Stores stores, Request request, Project project) {
    return request.access().may(Permission.ADDONS_READ)
        ? stores.addons().of(project.id())
        : List.of();
  }

  Answer create(Request request) {
    requireUnlimited(request.access());
    Project project = made(request);
    return answer(
        project.name(),
        stores -> {
          stores.projects().insert(project);
          return project;
        });
  }

  /** Creates it, or updates the one of this name. */
  Answer put(Request request) {
    Optional<Project> there =
        catalog
            .read(stores -> named(stores, request.required("name")))
            .filter(project -> request.access().sees(project.id()));
    if (there.isEmpty()) {
      return create(request);
    }
    if (!request.access().may(Permission.PROJECTS_UPDATE)) {
      throw ApiError.lacks(Permission.PROJECTS_UPDATE);
    }
    return update(request, there.get().slug().value());
  }

  /** A name that only its id is made of is the same name as long as nobody has changed it. */
  private static Optional<Project> named(Stores stores, String name) {
    return stores
        .projects()
        .findByName(name)
        .or(
            () ->
                stores
                    .projects()
                    .find(Slug.of(name))
                    .filter(project -> Slug.of(project.name()).equals(project.slug())));
  }

  Answer patch(Request request) {
    return update(request, request.path("projectId"));
  }

  Answer delete(Request request) {
    Writes.write(
        catalog,
        stores -> {
          Project project = Lookup.project(stores, request);
          List<Addon> addons = stores.addons().of(project.id());
          requireDeletable(project, addons, request);
          addons.forEach(addon -> AddonResource.delete(stores, addon));
          stores.projects().delete(project.id());
        });
    return Answer.nothing();
  }

  private static void requireDeletable(Project project, List<Addon> addons, Request request) {
    if (addons.isEmpty()) {
      return;
    }
    if (!request.isSet("delete_child_objects")) {
      throw ApiError.conflict(
          "The project \"%s\" is not empty. Delete its addons first, or ask with delete_child_objects=true."
              .formatted(project.slug()));
    }
    if (!request.access().may(Permission.ADDONS_DELETE)) {
      throw ApiError.lacks(Permission.ADDONS_DELETE);
    }
  }

  private static void requireUnlimited(Access access) {
    if (!access.mayEverywhere(Permission.PROJECTS_CREATE)) {
      throw ApiError.forbidden(
          "The token's role is limited to some projects, so the permission \"%s\" creates none."
              .formatted(Permission.PROJECTS_CREATE.wire()));
    }
  }

  private Project made(Request request) {
    String name = request.required("name");
    Instant now = clock.instant();
    return new Project(
        new ProjectId(ids.nextKey()),
        Slug.of(name),
        name,
        request.text("description"),
        Echo.kept("{}", request.body(), Echo.PROJECT),
        now,
        now);
  }

  private Answer update(Request request, String id) {
    return answer(
        request.textOr("name", id),
        stores -> {
          Project project = changed(Lookup.project(stores, request.access(), id), request);
          stores.projects().update(project);
          return project;
        });
  }

  private Project changed(Project old, Request request) {
    return new Project(
        old.id(),
        old.slug(),
        request.textOr("name", old.name()),
        request.body().has("description") ? request.text("description") : old.description(),
        Echo.kept(old.echo(), request.body(), Echo.PROJECT),
        old.createdAt(),
        clock.instant());
  }

  private Answer answer(String name, Function<Stores, Project> change) {
    return Answer.data(
        ProjectJson.of(
            Writes.named(
                catalog,
                "There is a project named \"%s\", or with the id made of that. Choose another name."
                    .formatted(name),
                change)));
  }
}
