package holdfast.security;

import holdfast.catalog.AccessStore;
import holdfast.catalog.AccessStore.Role;
import holdfast.catalog.AccessStore.Token;
import holdfast.catalog.Catalog;
import holdfast.catalog.Page;
import holdfast.catalog.PageRequest;
import holdfast.catalog.TakenException;
import holdfast.model.IdGenerator;
import holdfast.model.RoleId;
import holdfast.model.Secret;
import holdfast.model.TokenId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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
    RoleId role = role();
    boolean accepted =
        catalog.write(stores -> replace(stores.access(), role, TokenText.sha256Hex(text)));
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
    use(new Secret(renewed(new OwnerOnlyFile(file))));
  }

  /**
   * The same for a node that shares its catalog: where another node has made an administrator's
   * token already, or was given one, that one stays, and nothing is made.
   *
   * @return whether the file's token is the administrator's
   * @throws RefusedException when others than the file's owner may read it
   */
  public boolean shareFile(Path file) throws IOException {
    OwnerOnlyFile tokenFile = new OwnerOnlyFile(file);
    boolean isOurs = tokenFile.exists();
    RoleId role = role();
    if (isOurs && isLive(tokenFile.read().strip(), role)) {
      return true;
    }
    if (!catalog.read(stores -> live(stores.access(), role)).isEmpty()) {
      return false;
    }
    // Written before it is made valid: a token that nobody can read would lock everybody out.
    String hash = TokenText.sha256Hex(renewed(tokenFile));
    boolean isFirst = catalog.write(stores -> insertFirst(stores.access(), role, hash));
    if (!isFirst && !isOurs) {
      tokenFile.delete();
    }
    return isFirst;
  }

  private String renewed(OwnerOnlyFile file) throws IOException {
    if (!file.exists()) {
      file.create(TokenText.random().reveal() + "\n");
    } else if (isRevoked(file.read().strip())) {
      file.replace(TokenText.random().reveal() + "\n");
    }
    return file.read().strip();
  }

  private boolean isRevoked(String text) {
    return known(text).filter(token -> token.revokedAt() != null).isPresent();
  }

  private boolean isLive(String text, RoleId role) {
    return known(text)
        .filter(token -> token.revokedAt() == null && isConfigured(token, role))
        .isPresent();
  }

  private Optional<Token> known(String text) {
    String hash = TokenText.sha256Hex(text);
    return catalog.read(stores -> stores.access().tokenByHash(hash));
  }

  private boolean replace(AccessStore store, RoleId role, String hash) {
    store.lock(role);
    Token known = store.tokenByHash(hash).orElse(null);
    if (known != null && (known.revokedAt() != null || !isConfigured(known, role))) {
      return false;
    }
    Instant now = clock.instant();
    live(store, role).stream()
        .filter(token -> !token.equals(known))
        .forEach(token -> store.revoke(token.id(), now));
    if (known == null) {
      insert(store, role, hash);
    }
    return true;
  }

  private boolean insertFirst(AccessStore store, RoleId role, String hash) {
    store.lock(role);
    boolean isFirst = live(store, role).isEmpty() && store.tokenByHash(hash).isEmpty();
    if (isFirst) {
      insert(store, role, hash);
    }
    return isFirst;
  }

  private void insert(AccessStore store, RoleId role, String hash) {
    TokenId id = new TokenId(ids.nextKey());
    store.insert(new Token(id, role, TOKEN_NAME, clock.instant(), null, null), hash);
  }

  private static boolean isConfigured(Token token, RoleId role) {
    return token.roleId().equals(role) && token.name().equals(TOKEN_NAME);
  }

  /** The role, made or mended. It stands before the token, so that nodes can take turns by it. */
  private RoleId role() {
    try {
      return catalog.write(stores -> ensureRole(stores.access(), clock.instant()));
    } catch (TakenException e) {
      // Another node that starts with us was faster.
      return catalog.write(stores -> ensureRole(stores.access(), clock.instant()));
    }
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

  private static List<Token> live(AccessStore store, RoleId role) {
    List<Token> live = new ArrayList<>();
    PageRequest request = PageRequest.first(PAGE);
    while (true) {
      Page<Token> page = store.tokens(request);
      page.items().stream()
          .filter(token -> isConfigured(token, role) && token.revokedAt() == null)
          .forEach(live::add);
      if (page.next() == null) {
        return live;
      }
      request = new PageRequest(PAGE, page.next(), 0);
    }
  }
}
