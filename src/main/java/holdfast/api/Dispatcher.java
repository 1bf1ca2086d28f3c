package holdfast.api;

import holdfast.catalog.GoneException;
import io.javalin.http.Context;

/**
 * The way of a request: route, method, {@link Admission}, and only then the operation. Whatever
 * happens, the answer has the contract's shape. Thread-safe.
 */
final class Dispatcher {
  private final Routes routes;
  private final Admission admission;
  private final RateLimiter limiter;
  private final Mishaps mishaps;

  Dispatcher(Routes routes, Admission admission, RateLimiter limiter, Mishaps mishaps) {
    this.routes = routes;
    this.admission = admission;
    this.limiter = limiter;
    this.mishaps = mishaps;
  }

  void handle(Context context) {
    Exchange exchange = new Exchange(context, limiter.untouched());
    exchange.write(answer(exchange));
  }

  private Answer answer(Exchange exchange) {
    try {
      return switch (routes.find(exchange.method(), exchange.path())) {
        case Routes.Match.Found found ->
            found.operation().handler().handle(admission.admit(found, exchange));
        case Routes.Match.WrongMethod wrong -> Answer.methodNotAllowed(wrong.allow());
        case Routes.Match.NoRoute none -> throw ApiError.noRoute();
      };
    } catch (ApiError refusal) {
      return Answer.error(refusal);
    } catch (GoneException e) {
      return Answer.error(ApiError.gone());
    } catch (RuntimeException | StackOverflowError e) {
      return Answer.error(mishaps.of(exchange.method(), exchange.path(), e));
    }
  }
}
