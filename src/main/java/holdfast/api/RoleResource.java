package holdfast.api;

import holdfast.catalog.AccessStore.Role;
import holdfast.catalog.Catalog;
import holdfast.catalog.Stores;
import holdfast.model.IdGenerator;
import holdfast.model.ProjectId;
import holdfast.model.RoleId;
import holdfast.model.Slug;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /v1/roles}: what tokens may do. For administrators only. */
final class RoleResource {
  private final Catalog catalog;
  private final IdGenerator ids;
  private final Clock clock;

  RoleResource(ApiParts parts) {
    this.catalog = parts.catalog();
    this.ids = parts.ids();
    this.clock = parts.clock();
  }

  Answer list(Request request) {
    return catalog.read(
        stores ->
            Paging.answer(
                "roles", stores.access().roles(Paging.of(request)), role -> json(stores, role)));
  }

  Answer get(Request request) {
    return Answer.data(
        catalog.read(stores -> json(stores, Lookup.role(stores, request.path("roleId")))));
  }

  Answer create(Request request) {
    RoleId id = new RoleId(ids.nextKey());
    return answer(
        request.required("name"),
        stores -> {
          Role role =
              new Role(
                  id,
                  request.required("name"),
                  permissions(request),
                  projects(stores, request),
                  clock.instant());
          stores.access().insert(role);
          return json(stores, role);
        });
  }

  Answer patch(Request request) {
    return answer(
        request.textOr("name", ""),
        stores -> {
          Role role = changed(stores, Lookup.role(stores, request.path("roleId")), request);
          stores.access().update(role);
          return json(stores, role);
        });
  }

  Answer delete(Request request) {
    Writes.write(
        catalog,
        stores -> {
          Role role = Lookup.role(stores, request.path("roleId"));
          if (role.id().equals(request.access().role())) {
            throw ApiError.conflict(
                "The role \"%s\" is that of the token which asks. Use a token of another role."
                    .formatted(role.name()));
          }
          stores.access().delete(role.id());
        });
    return Answer.nothing();
  }

  private static Role changed(Stores stores, Role old, Request request) {
    return new Role(
        old.id(),
        request.textOr("name", old.name()),
        request.body().has("permissions") ? permissions(request) : old.permissions(),
        request.body().has("projects") ? projects(stores, request) : old.projects(),
        old.createdAt());
  }

  private static Set<String> permissions(Request request) {
    Set<String> permissions = new HashSet<>();
    request.body().path("permissions").forEach(wire -> permissions.add(wire.asString()));
    return permissions;
  }

  /** Null for all. */
  private static @Nullable Set<ProjectId> projects(Stores stores, Request request) {
    JsonNode slugs = request.body().path("projects");
    if (!slugs.isArray()) {
      return null;
    }
    Set<ProjectId> projects = new HashSet<>();
    for (int i = 0; i < slugs.size(); i++) {
      projects.add(project(stores, "projects." + i, slugs.get(i).asString()));
    }
    return projects;
  }

  private static ProjectId project(Stores stores, String field, String id) {
    if (Slug.isSlug(id)) {
      var found = stores.projects().find(new Slug(id));
      if (found.isPresent()) {
        return found.get().id();
      }
    }
    throw ApiError.invalid(
        field, "must be the id of a project. Received \"%s\"".formatted(Wording.shortened(id)));
  }

  private Answer answer(String name, Function<Stores, ObjectNode> change) {
    return Answer.data(
        Writes.named(
            catalog, "There is a role named \"%s\". Choose another name.".formatted(name), change));
  }

  private static ObjectNode json(Stores stores, Role role) {
    ObjectNode json = Json.object();
    json.put("id", role.id().toString());
    json.put("name", role.name());
    ArrayNode permissions = json.putArray("permissions");
    new TreeSet<>(role.permissions()).forEach(permissions::add);
    if (role.projects() != null) {
      ArrayNode projects = json.putArray("projects");
      role.projects().stream()
          .flatMap(id -> stores.projects().get(id).stream())
          .map(project -> project.slug().value())
          .sorted()
          .forEach(projects::add);
    }
    json.put("createdAt", Json.time(role.createdAt()));
    return json;
  }
}
