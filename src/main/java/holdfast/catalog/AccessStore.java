package holdfast.catalog;

import holdfast.model.ProjectId;
import holdfast.model.RoleId;
import holdfast.model.TokenId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Roles and access tokens. Of a token only its SHA-256 is kept. */
public interface AccessStore {
  /** Throws {@link TakenException} when the name is taken. */
  void insert(Role role);

  /** Replaces name, permissions and projects. */
  void update(Role role);

  /** Removes the role and its tokens. */
  void delete(RoleId id);

  Optional<Role> role(RoleId id);

  Optional<Role> roleByName(String name);

  /**
   * Keeps every other transaction that asks for the same from going on until this one ends; what is
   * read afterwards is the newest. Answers false when there is no such role.
   */
  boolean lock(RoleId id);

  /** Newest first. */
  Page<Role> roles(PageRequest page);

  void insert(Token token, String sha256Hex);

  Optional<Token> token(TokenId id);

  Optional<Token> tokenByHash(String sha256Hex);

  /** Newest first. */
  Page<Token> tokens(PageRequest page);

  void revoke(TokenId id, Instant at);

  /**
   * A set of permissions.
   *
   * @param permissions in the contract's words, like {@code Project > Addons > General > Read}
   * @param projects those that its {@code Project >} permissions are limited to; null for all
   */
  record Role(
      RoleId id,
      String name,
      Set<String> permissions,
      @Nullable Set<ProjectId> projects,
      Instant createdAt) {
    public Role {
      permissions = Set.copyOf(permissions);
      projects = projects == null ? null : Set.copyOf(projects);
    }
  }

  /**
   * An access token's record.
   *
   * @param expiresAt null for never
   * @param revokedAt null while it is valid
   */
  record Token(
      TokenId id,
      RoleId roleId,
      String name,
      Instant createdAt,
      @Nullable Instant expiresAt,
      @Nullable Instant revokedAt) {}
}
