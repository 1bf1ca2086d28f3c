package holdfast.security;

import holdfast.catalog.AccessStore;
import holdfast.catalog.AccessStore.Role;
import holdfast.catalog.AccessStore.Token;
import holdfast.catalog.Catalog;
import holdfast.catalog.Page;
import holdfast.catalog.PageRequest;
import holdfast.model.IdGenerator;
import holdfast.model.RoleId;
import holdfast.model.Secret;
import holdfast.model.TokenId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The first administrator's token, by which everybody else gets theirs. Every start sees to it that
 * exactly this token, and none that was configured before it, has the administrator's role with
 * every permission: the way back in for who has locked himself out.
 */
public final class AdminToken {
  /** The role's name. The role is made again when somebody changes or removes it. */
  public static final String ROLE_NAME = "Administrator";

  /** No token made through the API has this name: there, parentheses are not allowed in names. */
  private static final String TOKEN_NAME = "Administrator (configured)";

  private static final int MIN_LENGTH = 16;
  private static final int PAGE = 100;

  private final Catalog catalog;
  private final IdGenerator ids;
  private final Clock clock;

  public AdminToken(Catalog catalog, IdGenerator ids, Clock clock) {
    this.catalog = catalog;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Makes this the administrator's token.
   *
   * @throws RefusedException when it is too short to be safe, was revoked, or is somebody else's
   */
  public void use(Secret token) {
    String text = token.reveal().strip();
    if (text.length() < MIN_LENGTH) {
      throw new RefusedException(
          "the administrator's token has fewer than %d characters; take a long random one"
              .formatted(MIN_LENGTH));
    }
    boolean accepted = catalog.write(stores -> ensure(stores.access(), TokenText.sha256Hex(text)));
    if (!accepted) {
      throw new RefusedException(
          "the administrator's token was revoked, or belongs to another role; take a new one");
    }
  }

  /**
   * Makes the token in {@code file} the administrator's, and a new one where there is no file or
   * its token was revoked.
   *
   * @throws RefusedException when others than the file's owner may read it
   */
  public void useFile(Path file) throws IOException {
    OwnerOnlyFile tokenFile = new OwnerOnlyFile(file);
    if (!tokenFile.exists()) {
      tokenFile.create(TokenText.random().reveal() + "\n");
    } else if (isRevoked(tokenFile.read().strip())) {
      tokenFile.replace(TokenText.random().reveal() + "\n");
    }
    use(new Secret(tokenFile.read()));
  }

  private boolean isRevoked(String text) {
    String hash = TokenText.sha256Hex(text);
    return catalog.read(
        stores ->
            stores
                .access()
                .tokenByHash(hash)
                .filter(token -> token.revokedAt() != null)
                .isPresent());
  }

  private boolean ensure(AccessStore store, String hash) {
    Instant now = clock.instant();
    RoleId role = ensureRole(store, now);
    Token known = store.tokenByHash(hash).orElse(null);
    if (known != null && (known.revokedAt() != null || !isConfigured(known, role))) {
      return false;
    }
    revokeEarlier(store, role, known, now);
    if (known == null) {
      store.insert(new Token(new TokenId(ids.nextKey()), role, TOKEN_NAME, now, null, null), hash);
    }
    return true;
  }

  private static boolean isConfigured(Token token, RoleId role) {
    return token.roleId().equals(role) && token.name().equals(TOKEN_NAME);
  }

  private RoleId ensureRole(AccessStore store, Instant now) {
    Role found = store.roleByName(ROLE_NAME).orElse(null);
    RoleId id = found == null ? new RoleId(ids.nextKey()) : found.id();
    Role wanted =
        new Role(id, ROLE_NAME, everything(), null, found == null ? now : found.createdAt());
    if (found == null) {
      store.insert(wanted);
    } else if (!found.equals(wanted)) {
      store.update(wanted);
    }
    return id;
  }

  private static Set<String> everything() {
    return Arrays.stream(Permission.values()).map(Permission::wire).collect(Collectors.toSet());
  }

  private static void revokeEarlier(
      AccessStore store, RoleId role, @Nullable Token current, Instant now) {
    PageRequest request = PageRequest.first(PAGE);
    while (true) {
      Page<Token> page = store.tokens(request);
      page.items().stream()
          .filter(token -> isConfigured(token, role))
          .filter(token -> token.revokedAt() == null && !token.equals(current))
          .forEach(token -> store.revoke(token.id(), now));
      if (page.next() == null) {
        return;
      }
      request = new PageRequest(PAGE, page.next(), 0);
    }
  }
}
