package holdfast.catalog;

import holdfast.model.Project;
import holdfast.model.ProjectId;
import holdfast.model.Slug;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The table {@code project}. */
final class SqlProjectStore implements ProjectStore {
  private static final String INSERT =
      """
      INSERT INTO project (id, slug, name, description, echo, created_at, updated_at)
      VALUES (:id, :slug, :name, :description, :echo, :createdAt, :updatedAt)
      """;
  private static final String UPDATE =
      """
      UPDATE project
      SET name = :name, description = :description, echo = :echo, updated_at = :updatedAt
      WHERE id = :id
      """;
  private static final String DELETE = "DELETE FROM project WHERE id = :id";
  private static final String FIND = "SELECT * FROM project WHERE slug = :slug";
  private static final String FIND_BY_NAME = "SELECT * FROM project WHERE name = :name";
  private static final String GET = "SELECT * FROM project WHERE id = :id";
  private static final String LIST =
      """
      SELECT * FROM project
      WHERE id < :after
      ORDER BY id DESC LIMIT :limit OFFSET :offset
      """;
  private static final String LIST_VISIBLE =
      """
      SELECT * FROM project
      WHERE id < :after AND id IN (<visible>)
      ORDER BY id DESC LIMIT :limit OFFSET :offset
      """;

  private final Handle handle;

  SqlProjectStore(Handle handle) {
    this.handle = handle;
  }

  @Override
  public void insert(Project project) {
    requireFreeName(project);
    Uniqueness.execute(
        handle
            .createUpdate(INSERT)
            .bind("id", project.id().toString())
            .bind("slug", project.slug().value())
            .bind("name", project.name())
            .bind("description", project.description())
            .bind("echo", project.echo())
            .bind("createdAt", project.createdAt().toEpochMilli())
            .bind("updatedAt", project.updatedAt().toEpochMilli()),
        "a project with the id " + project.slug() + " exists already");
  }

  @Override
  public void update(Project project) {
    requireFreeName(project);
    handle
        .createUpdate(UPDATE)
        .bind("id", project.id().toString())
        .bind("name", project.name())
        .bind("description", project.description())
        .bind("echo", project.echo())
        .bind("updatedAt", project.updatedAt().toEpochMilli())
        .execute();
  }

  @Override
  public void delete(ProjectId id) {
    handle.createUpdate(DELETE).bind("id", id.toString()).execute();
  }

  @Override
  public Optional<Project> find(Slug slug) {
    return handle
        .createQuery(FIND)
        .bind("slug", slug.value())
        .map(SqlProjectStore::project)
        .findOne();
  }

  @Override
  public Optional<Project> findByName(String name) {
    return handle
        .createQuery(FIND_BY_NAME)
        .bind("name", name)
        .map(SqlProjectStore::project)
        .findFirst();
  }

  private void requireFreeName(Project project) {
    if (findByName(project.name()).filter(it -> !it.id().equals(project.id())).isPresent()) {
      throw new TakenException("a project named " + project.name() + " exists already");
    }
  }

  @Override
  public Optional<Project> get(ProjectId id) {
    return handle
        .createQuery(GET)
        .bind("id", id.toString())
        .map(SqlProjectStore::project)
        .findOne();
  }

  @Override
  public Page<Project> list(PageRequest page, @Nullable Set<ProjectId> visible) {
    if (visible == null) {
      return list(handle.createQuery(LIST), page);
    }
    if (visible.isEmpty()) {
      return new Page<>(List.of(), null);
    }
    List<String> ids = visible.stream().map(ProjectId::toString).toList();
    return list(handle.createQuery(LIST_VISIBLE).bindList("visible", ids), page);
  }

  private static Page<Project> list(Query query, PageRequest page) {
    return Pages.of(query, page, SqlProjectStore::project, project -> project.id().key());
  }

  private static Project project(ResultSet row, StatementContext context) throws SQLException {
    return new Project(
        new ProjectId(Columns.key(row, "id")),
        Columns.slug(row, "slug"),
        row.getString("name"),
        row.getString("description"),
        row.getString("echo"),
        Columns.instant(row, "created_at"),
        Columns.instant(row, "updated_at"));
  }
}
