package holdfast.catalog;

import holdfast.model.Key;
import holdfast.model.ProjectId;
import holdfast.model.RoleId;
import holdfast.model.TokenId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** The tables {@code role} and {@code token}. */
final class SqlAccessStore implements AccessStore {
  private static final String INSERT_ROLE =
      """
      INSERT INTO role (id, name, permissions, projects, created_at)
      VALUES (:id, :name, :permissions, :projects, :createdAt)
      """;
  private static final String UPDATE_ROLE =
      """
      UPDATE role SET name = :name, permissions = :permissions, projects = :projects
      WHERE id = :id
      """;
  private static final String DELETE_ROLE = "DELETE FROM role WHERE id = :id";
  private static final String ROLE = "SELECT * FROM role WHERE id = :id";
  private static final String ROLE_BY_NAME = "SELECT * FROM role WHERE name = :name";
  private static final String ROLES =
      "SELECT * FROM role WHERE id < :after ORDER BY id DESC LIMIT :limit OFFSET :offset";
  private static final String INSERT_TOKEN =
      """
      INSERT INTO token (id, role_id, name, sha256, created_at, expires_at, revoked_at)
      VALUES (:id, :roleId, :name, :sha256, :createdAt, :expiresAt, :revokedAt)
      """;
  private static final String TOKEN = "SELECT * FROM token WHERE id = :id";
  private static final String TOKEN_BY_HASH = "SELECT * FROM token WHERE sha256 = :sha256";
  private static final String TOKENS =
      "SELECT * FROM token WHERE id < :after ORDER BY id DESC LIMIT :limit OFFSET :offset";
  private static final String REVOKE =
      "UPDATE token SET revoked_at = :at WHERE id = :id AND revoked_at IS NULL";

  private final Handle handle;

  SqlAccessStore(Handle handle) {
    this.handle = handle;
  }

  @Override
  public void insert(Role role) {
    Uniqueness.execute(
        bindChangeable(handle.createUpdate(INSERT_ROLE), role)
            .bind("createdAt", role.createdAt().toEpochMilli()),
        taken(role));
  }

  @Override
  public void update(Role role) {
    Uniqueness.execute(bindChangeable(handle.createUpdate(UPDATE_ROLE), role), taken(role));
  }

  private static String taken(Role role) {
    return "a role named " + role.name() + " exists already";
  }

  private static Update bindChangeable(Update statement, Role role) {
    Set<ProjectId> projects = role.projects();
    return statement
        .bind("id", role.id().toString())
        .bind("name", role.name())
        .bind("permissions", JsonColumns.ofStrings(role.permissions()))
        .bind("projects", projects == null ? null : hexes(projects));
  }

  private static String hexes(Set<ProjectId> projects) {
    return JsonColumns.ofStrings(projects.stream().map(ProjectId::toString).toList());
  }

  @Override
  public void delete(RoleId id) {
    handle.createUpdate(DELETE_ROLE).bind("id", id.toString()).execute();
  }

  @Override
  public Optional<Role> role(RoleId id) {
    return findRole(ROLE, "id", id.toString());
  }

  @Override
  public Optional<Role> roleByName(String name) {
    return findRole(ROLE_BY_NAME, "name", name);
  }

  @Override
  public boolean lock(RoleId id) {
    return RowLock.onRole(handle, id);
  }

  private Optional<Role> findRole(String sql, String parameter, String value) {
    return handle.createQuery(sql).bind(parameter, value).map(SqlAccessStore::role).findOne();
  }

  @Override
  public Page<Role> roles(PageRequest page) {
    return Pages.of(handle.createQuery(ROLES), page, SqlAccessStore::role, role -> role.id().key());
  }

  @Override
  public void insert(Token token, String sha256Hex) {
    Uniqueness.execute(
        handle
            .createUpdate(INSERT_TOKEN)
            .bind("id", token.id().toString())
            .bind("roleId", token.roleId().toString())
            .bind("name", token.name())
            .bind("sha256", sha256Hex)
            .bind("createdAt", token.createdAt().toEpochMilli())
            .bind("expiresAt", Columns.millis(token.expiresAt()))
            .bind("revokedAt", Columns.millis(token.revokedAt())),
        "this token exists already");
  }

  @Override
  public Optional<Token> token(TokenId id) {
    return findToken(TOKEN, "id", id.toString());
  }

  @Override
  public Optional<Token> tokenByHash(String sha256Hex) {
    return findToken(TOKEN_BY_HASH, "sha256", sha256Hex);
  }

  private Optional<Token> findToken(String sql, String parameter, String value) {
    return handle.createQuery(sql).bind(parameter, value).map(SqlAccessStore::token).findOne();
  }

  @Override
  public Page<Token> tokens(PageRequest page) {
    return Pages.of(
        handle.createQuery(TOKENS), page, SqlAccessStore::token, token -> token.id().key());
  }

  @Override
  public void revoke(TokenId id, Instant at) {
    handle.createUpdate(REVOKE).bind("id", id.toString()).bind("at", at.toEpochMilli()).execute();
  }

  private static Role role(ResultSet row, StatementContext context) throws SQLException {
    return new Role(
        new RoleId(Columns.key(row, "id")),
        row.getString("name"),
        Set.copyOf(JsonColumns.strings(row.getString("permissions"))),
        projects(row.getString("projects")),
        Columns.instant(row, "created_at"));
  }

  private static @Nullable Set<ProjectId> projects(@Nullable String json) {
    return json == null
        ? null
        : JsonColumns.strings(json).stream()
            .map(hex -> new ProjectId(new Key(hex)))
            .collect(Collectors.toUnmodifiableSet());
  }

  private static Token token(ResultSet row, StatementContext context) throws SQLException {
    return new Token(
        new TokenId(Columns.key(row, "id")),
        new RoleId(Columns.key(row, "role_id")),
        row.getString("name"),
        Columns.instant(row, "created_at"),
        Columns.nullableInstant(row, "expires_at"),
        Columns.nullableInstant(row, "revoked_at"));
  }
}
