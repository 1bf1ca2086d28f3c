package holdfast.catalog;

import holdfast.model.Addon;
import holdfast.model.AddonId;
import holdfast.model.AddonState;
import holdfast.model.AddonType;
import holdfast.model.ConnectionUri;
import holdfast.model.Coverage;
import holdfast.model.ProjectId;
import holdfast.model.Slug;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.Update;

/** The table {@code addon}. */
final class SqlAddonStore implements AddonStore {
  private static final String INSERT =
      """
      INSERT INTO addon (id, project_id, slug, name, description, type, version, state, connection,
        all_databases, except_databases, echo, created_at, updated_at)
      VALUES (:id, :projectId, :slug, :name, :description, :type, :version, :state, :connection,
        :allDatabases, :exceptDatabases, :echo, :createdAt, :updatedAt)
      """;
  private static final String UPDATE =
      """
      UPDATE addon
      SET name = :name, description = :description, version = :version,
        connection = :connection, all_databases = :allDatabases,
        except_databases = :exceptDatabases, echo = :echo, updated_at = :updatedAt
      WHERE id = :id
      """;
  private static final String STATE = "SELECT state FROM addon WHERE id = :id";
  private static final String MOVE = "UPDATE addon SET state = :state WHERE id = :id";
  private static final String DELETE = "DELETE FROM addon WHERE id = :id";
  private static final String FIND =
      "SELECT * FROM addon WHERE project_id = :project AND slug = :slug";
  private static final String FIND_BY_NAME =
      "SELECT * FROM addon WHERE project_id = :project AND name = :name";
  private static final String GET = "SELECT * FROM addon WHERE id = :id";
  private static final String LIST =
      """
      SELECT * FROM addon
      WHERE project_id = :project AND id < :after
      ORDER BY id DESC LIMIT :limit OFFSET :offset
      """;
  private static final String ALL_OF_PROJECT =
      "SELECT * FROM addon WHERE project_id = :project ORDER BY id";

  private final Handle handle;
  private final SecretCipher cipher;

  SqlAddonStore(Handle handle, SecretCipher cipher) {
    this.handle = handle;
    this.cipher = cipher;
  }

  @Override
  public void insert(Addon addon) {
    requireFreeName(addon);
    Uniqueness.execute(
        bindChangeable(handle.createUpdate(INSERT), addon)
            .bind("projectId", addon.projectId().toString())
            .bind("slug", addon.slug().value())
            .bind("type", addon.type().wire())
            .bind("state", addon.state().name())
            .bind("createdAt", addon.createdAt().toEpochMilli()),
        "an addon with the id " + addon.slug() + " exists already in this project");
  }

  @Override
  public void update(Addon addon) {
    requireFreeName(addon);
    bindChangeable(handle.createUpdate(UPDATE), addon).execute();
  }

  private Update bindChangeable(Update statement, Addon addon) {
    String uri = addon.connection().secret().reveal();
    return statement
        .bind("id", addon.id().toString())
        .bind("name", addon.name())
        .bind("description", addon.description())
        .bind("version", addon.version())
        .bind("connection", cipher.seal(uri, connectionContext(addon.id())))
        .bind("allDatabases", addon.coverage().allDatabases() ? 1 : 0)
        .bind("exceptDatabases", JsonColumns.ofStrings(addon.coverage().except()))
        .bind("echo", addon.echo())
        .bind("updatedAt", addon.updatedAt().toEpochMilli());
  }

  @Override
  public void delete(AddonId id) {
    handle.createUpdate(DELETE).bind("id", id.toString()).execute();
  }

  @Override
  public Optional<Addon> find(ProjectId project, Slug slug) {
    return handle
        .createQuery(FIND)
        .bind("project", project.toString())
        .bind("slug", slug.value())
        .map(this::addon)
        .findOne();
  }

  @Override
  public Optional<Addon> findByName(ProjectId project, String name) {
    return handle
        .createQuery(FIND_BY_NAME)
        .bind("project", project.toString())
        .bind("name", name)
        .map(this::addon)
        .findFirst();
  }

  private void requireFreeName(Addon addon) {
    Optional<Addon> other = findByName(addon.projectId(), addon.name());
    if (other.filter(it -> !it.id().equals(addon.id())).isPresent()) {
      throw new TakenException("an addon named " + addon.name() + " exists in this project");
    }
  }

  @Override
  public Optional<Addon> get(AddonId id) {
    return handle.createQuery(GET).bind("id", id.toString()).map(this::addon).findOne();
  }

  @Override
  public Optional<AddonState> state(AddonId id) {
    return handle
        .createQuery(STATE)
        .bind("id", id.toString())
        .map((row, context) -> AddonState.valueOf(row.getString(1)))
        .findOne();
  }

  @Override
  public Optional<Addon> lock(AddonId id) {
    return RowLock.onAddon(handle, id) ? get(id) : Optional.empty();
  }

  @Override
  public void move(AddonId id, AddonState state) {
    handle.createUpdate(MOVE).bind("id", id.toString()).bind("state", state.name()).execute();
  }

  @Override
  public Page<Addon> list(ProjectId project, PageRequest page) {
    return Pages.of(
        handle.createQuery(LIST).bind("project", project.toString()),
        page,
        this::addon,
        addon -> addon.id().key());
  }

  @Override
  public List<Addon> of(ProjectId project) {
    return handle
        .createQuery(ALL_OF_PROJECT)
        .bind("project", project.toString())
        .map(this::addon)
        .list();
  }

  private Addon addon(ResultSet row, StatementContext context) throws SQLException {
    AddonId id = new AddonId(Columns.key(row, "id"));
    return new Addon(
        id,
        new ProjectId(Columns.key(row, "project_id")),
        Columns.slug(row, "slug"),
        row.getString("name"),
        row.getString("description"),
        Columns.named(AddonType.values(), AddonType::wire, row.getString("type")),
        row.getString("version"),
        AddonState.valueOf(row.getString("state")),
        new ConnectionUri(cipher.open(row.getBytes("connection"), connectionContext(id))),
        coverage(row),
        row.getString("echo"),
        Columns.instant(row, "created_at"),
        Columns.instant(row, "updated_at"));
  }

  static Coverage coverage(ResultSet row) throws SQLException {
    return new Coverage(
        row.getInt("all_databases") != 0,
        Set.copyOf(JsonColumns.strings(row.getString("except_databases"))));
  }

  private static String connectionContext(AddonId id) {
    return id + "/connection";
  }
}
