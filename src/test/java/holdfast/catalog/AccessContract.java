package holdfast.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.catalog.AccessStore.Role;
import holdfast.catalog.AccessStore.Token;
import holdfast.model.Project;
import holdfast.model.ProjectId;
import holdfast.model.RoleId;
import holdfast.model.TokenId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a store of roles and tokens promises. */
interface AccessContract extends InWorld {
  String HASH = "0a".repeat(32);

  private Role role(String name, @Nullable Set<ProjectId> projects) {
    Role role =
        new Role(
            new RoleId(World.key()),
            name,
            Set.of("Project > Addons > General > Read", "Account > X > General > Read"),
            projects,
            World.NOW);
    world().change(s -> s.access().insert(role));
    return role;
  }

  private Token token(Role role, String hash, @Nullable Instant expiresAt) {
    Token token = new Token(new TokenId(World.key()), role.id(), "ci", World.NOW, expiresAt, null);
    world().change(s -> s.access().insert(token, hash));
    return token;
  }

  private Optional<Role> stored(Role role) {
    return world().read(s -> s.access().role(role.id()));
  }

  private Optional<Token> stored(Token token) {
    return world().read(s -> s.access().token(token.id()));
  }

  private Optional<Token> byHash(String hash) {
    return world().read(s -> s.access().tokenByHash(hash));
  }

  @Test
  default void aRoleForAllProjectsIsNotOneForNone() {
    Role all = role("All", null);
    Role none = role("None", Set.of());
    Project project = world().project("App");
    Role some = role("Some", Set.of(project.id()));
    Optional<Role> byName = world().read(s -> s.access().roleByName("Some"));
    assertThat(stored(all)).contains(all);
    assertThat(stored(none)).contains(none);
    assertThat(byName).contains(some);
  }

  @Test
  default void aRolesNameIsTakenOnce() {
    role("First", null);
    Role second = role("Second", null);
    assertThatThrownBy(() -> role("First", null)).isInstanceOf(TakenException.class);
    Role renamed = new Role(second.id(), "First", second.permissions(), null, second.createdAt());
    assertThatThrownBy(() -> world().change(s -> s.access().update(renamed)))
        .isInstanceOf(TakenException.class);
    assertThat(stored(second)).contains(second);
  }

  @Test
  default void aRoleChangesItsNamePermissionsAndProjects() {
    Role old = role("Old", null);
    Role changed = new Role(old.id(), "New", Set.of(), Set.of(), old.createdAt());
    world().change(s -> s.access().update(changed));
    assertThat(stored(old)).contains(changed);
  }

  @Test
  default void aDeletedRoleTakesItsTokensWithIt() {
    Role gone = role("Gone", null);
    Role stays = role("Stays", null);
    Token dead = token(gone, HASH, null);
    Token alive = token(stays, "0b".repeat(32), null);
    world().change(s -> s.access().delete(gone.id()));
    assertThat(stored(gone)).isEmpty();
    assertThat(stored(dead)).isEmpty();
    assertThat(byHash(HASH)).isEmpty();
    assertThat(stored(alive)).contains(alive);
  }

  @Test
  default void rolesAndTokensAreListedNewestFirst() {
    Role first = role("First", null);
    Role second = role("Second", null);
    Role third = role("Third", null);
    Token one = token(first, HASH, null);
    Token two = token(first, "0b".repeat(32), null);
    List<Role> roles = InWorld.walk(2, page -> world().read(s -> s.access().roles(page)));
    List<Token> tokens = InWorld.walk(1, page -> world().read(s -> s.access().tokens(page)));
    assertThat(roles).containsExactly(third, second, first);
    assertThat(tokens).containsExactly(two, one);
  }

  @Test
  default void aTokenIsFoundByItsHashOnly() {
    Token token = token(role("Role", null), HASH, World.NOW.plusSeconds(60));
    assertThat(byHash(HASH)).contains(token);
    assertThat(byHash("0c".repeat(32))).isEmpty();
    assertThatThrownBy(() -> token(role("Other", null), HASH, null))
        .isInstanceOf(TakenException.class);
  }

  @Test
  default void aTokenIsRevokedOnceAndKeepsItsFirstTime() {
    Token token = token(role("Role", null), HASH, null);
    world().change(s -> s.access().revoke(token.id(), World.NOW));
    world().change(s -> s.access().revoke(token.id(), World.NOW.plusSeconds(60)));
    assertThat(stored(token).orElseThrow().revokedAt()).isEqualTo(World.NOW);
  }
}
