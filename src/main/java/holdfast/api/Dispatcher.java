package holdfast.api;

import holdfast.api.RateLimiter.Allowance;
import holdfast.model.IdGenerator;
import holdfast.security.Access;
import holdfast.security.Permission;
import holdfast.security.Tokens;
import io.javalin.http.Context;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * The way of a request: route, method, token, rate limit, permission, body, and only then the
 * operation. Whatever happens, the answer has the contract's shape. Thread-safe.
 */
final class Dispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
  private static final String BEARER = "bearer ";

  private final Routes routes;
  private final Map<String, RequestRules> rules = new HashMap<>();
  private final Tokens tokens;
  private final RateLimiter limiter;
  private final IdGenerator ids;

  Dispatcher(List<Operation> operations, Contract contract, RateLimiter limiter, ApiParts parts) {
    this.routes = new Routes(operations);
    this.tokens = parts.tokens();
    this.limiter = limiter;
    this.ids = parts.ids();
    operations.forEach(operation -> rules.put(operation.id(), contract.rulesOf(operation.id())));
  }

  void handle(Context context) {
    Exchange exchange = new Exchange(context, limiter.untouched());
    exchange.write(answer(exchange));
  }

  private Answer answer(Exchange exchange) {
    try {
      return switch (routes.find(exchange.method(), exchange.path())) {
        case Routes.Match.Found found -> answer(exchange, found);
        case Routes.Match.WrongMethod wrong -> Answer.methodNotAllowed(wrong.allow());
        case Routes.Match.NoRoute none -> throw ApiError.noRoute();
      };
    } catch (ApiError refusal) {
      return Answer.error(refusal);
    } catch (RuntimeException | StackOverflowError e) {
      return internal(exchange, e);
    }
  }

  private Answer answer(Exchange exchange, Routes.Match.Found found) {
    Operation operation = found.operation();
    Access caller = admit(exchange, operation.guard());
    RequestRules rule = rulesOf(operation);
    JsonNode body = exchange.takesBody() ? RequestBody.read(exchange.request()) : null;
    return operation
        .handler()
        .handle(
            new Request(
                found.path(),
                rule.checkedQuery(exchange.query()),
                rule.checkedBody(body),
                caller,
                exchange.headers()));
  }

  private @Nullable Access admit(Exchange exchange, Guard guard) {
    return switch (guard) {
      case Guard.Anyone anyone -> null;
      case Guard.AnyToken any -> authenticate(exchange);
      case Guard.Needs needs -> {
        Access caller = authenticate(exchange);
        requirePermission(caller, needs.permission());
        yield caller;
      }
    };
  }

  private Access authenticate(Exchange exchange) {
    String header = exchange.authorization();
    if (!header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      throw ApiError.unauthorized();
    }
    Access caller =
        tokens
            .authenticate(header.substring(BEARER.length()).strip())
            .orElseThrow(ApiError::unauthorized);
    Allowance allowance = limiter.take(caller.token());
    exchange.show(allowance);
    if (!allowance.isGranted()) {
      throw ApiError.rateLimited(allowance.resetSeconds());
    }
    return caller;
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

  private Answer internal(Exchange exchange, Throwable cause) {
    String reference = ids.nextKey().hex();
    LOG.error(
        "{} {} failed, answered with 500 and reference {}",
        exchange.method(),
        exchange.path(),
        reference,
        cause);
    return Answer.error(ApiError.internal(reference));
  }
}
