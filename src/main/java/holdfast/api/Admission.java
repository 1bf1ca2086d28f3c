package holdfast.api;

import holdfast.api.RateLimiter.Allowance;
import holdfast.security.Access;
import holdfast.security.Permission;
import holdfast.security.Tokens;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Lets callers in: token, rate limit, permission, query and body, in this order. The one way to an
 * operation, by request and by WebSocket. Thread-safe.
 */
final class Admission {
  private final Map<String, RequestRules> rules = new HashMap<>();
  private final Tokens tokens;
  private final RateLimiter limiter;

  Admission(List<Operation> operations, Contract contract, RateLimiter limiter, Tokens tokens) {
    this.tokens = tokens;
    this.limiter = limiter;
    operations.forEach(operation -> rules.put(operation.id(), contract.rulesOf(operation.id())));
  }

  /** Who stands at the door, and what for. */
  interface Caller {
    /** Empty when there is none. */
    String token();

    Query query();

    /** Read only when everything before it has passed; null for none. */
    @Nullable JsonNode body();

    /** What the caller says of itself and of what it wants, beyond the query. */
    Headers headers();

    /** Takes what the rate limit leaves. */
    void show(Allowance allowance);
  }

  /** Throws {@link ApiError} for what the contract refuses. */
  Request admit(Routes.Match.Found route, Caller caller) {
    Operation operation = route.operation();
    Access access = access(operation.guard(), caller);
    RequestRules rule = rulesOf(operation);
    JsonNode body = caller.body();
    return new Request(
        route.path(),
        rule.checkedQuery(caller.query()),
        rule.checkedBody(body),
        access,
        caller.headers());
  }

  /** Looks again whether a caller who is in may stay, which costs nothing of the rate limit. */
  Access readmit(Operation operation, String token) {
    Access access = authenticate(token);
    if (operation.guard() instanceof Guard.Needs needs) {
      requirePermission(access, needs.permission());
    }
    return access;
  }

  private @Nullable Access access(Guard guard, Caller caller) {
    return switch (guard) {
      case Guard.Anyone anyone -> null;
      case Guard.AnyToken any -> counted(caller);
      case Guard.Needs needs -> {
        Access access = counted(caller);
        requirePermission(access, needs.permission());
        yield access;
      }
    };
  }

  private Access counted(Caller caller) {
    Access access = authenticate(caller.token());
    Allowance allowance = limiter.take(access.token());
    caller.show(allowance);
    if (!allowance.isGranted()) {
      throw ApiError.rateLimited(allowance.resetSeconds());
    }
    return access;
  }

  private Access authenticate(String token) {
    if (token.isEmpty()) {
      throw ApiError.unauthorized();
    }
    return tokens.authenticate(token).orElseThrow(ApiError::unauthorized);
  }

  private static void requirePermission(Access caller, Permission permission) {
    if (!caller.may(permission)) {
      throw ApiError.lacks(permission);
    }
  }

  private RequestRules rulesOf(Operation operation) {
    RequestRules found = rules.get(operation.id());
    if (found == null) {
      throw new IllegalStateException("no rules for " + operation.id());
    }
    return found;
  }
}
