package holdfast.security;

import holdfast.catalog.AccessStore;
import holdfast.catalog.AccessStore.Role;
import holdfast.catalog.AccessStore.Token;
import holdfast.catalog.Catalog;
import holdfast.model.IdGenerator;
import holdfast.model.RoleId;
import holdfast.model.Secret;
import holdfast.model.TokenId;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes access tokens and recognises them. Nothing is cached: a revoked or expired token, and a
 * permission taken from its role, are refused from the next request on, on every node. Thread-safe.
 */
public final class Tokens {
  private final Catalog catalog;
  private final IdGenerator ids;
  private final Clock clock;

  public Tokens(Catalog catalog, IdGenerator ids, Clock clock) {
    this.catalog = catalog;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * A new token. Its text is known to nobody but the caller: only a hash of it is kept.
   *
   * @param expiresAt null for never
   * @return empty when there is no such role
   */
  public Optional<Issued> issue(String name, RoleId role, @Nullable Instant expiresAt) {
    Secret text = TokenText.random();
    Token token =
        new Token(new TokenId(ids.nextKey()), role, name, clock.instant(), expiresAt, null);
    return catalog.write(
        stores -> {
          if (stores.access().role(role).isEmpty()) {
            return Optional.empty();
          }
          stores.access().insert(token, TokenText.sha256Hex(text.reveal()));
          return Optional.of(new Issued(token, text));
        });
  }

  /** What the bearer of this token may do; empty when it is unknown, expired or revoked. */
  public Optional<Access> authenticate(String text) {
    String hash = TokenText.sha256Hex(text);
    Instant now = clock.instant();
    return catalog.read(stores -> access(stores.access(), hash, now));
  }

  private static Optional<Access> access(AccessStore store, String hash, Instant now) {
    return store
        .tokenByHash(hash)
        .filter(token -> isValid(token, now))
        .flatMap(token -> store.role(token.roleId()).map(role -> access(token, role)));
  }

  private static Access access(Token token, Role role) {
    return new Access(token.id(), role.id(), Permission.known(role.permissions()), role.projects());
  }

  private static boolean isValid(Token token, Instant now) {
    return token.revokedAt() == null
        && (token.expiresAt() == null || now.isBefore(token.expiresAt()));
  }

  /**
   * A token at its birth.
   *
   * @param text to be shown once, and kept nowhere
   */
  public record Issued(Token token, Secret text) {}
}
