package holdfast.api;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.jspecify.annotations.Nullable;

/**
 * Takes WebSockets on the paths of logs, and leaves every other request to the next handler.
 * Whoever comes in has shown nothing yet: the first message is the login.
 */
final class TailDoor extends Handler.Wrapper {
  private final Routes routes;
  private final LogTails tails;
  private final RateLimiter limiter;
  private final ServerWebSocketContainer sockets;

  TailDoor(Routes routes, LogTails tails, RateLimiter limiter, Server server) {
    this.routes = routes;
    this.tails = tails;
    this.limiter = limiter;
    this.sockets = ServerWebSocketContainer.ensure(server);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Routes.Match.Found route = route(request);
    if (route == null) {
      return super.handle(request, response, callback);
    }
    CommonHeaders.of(limiter.untouched()).forEach(response.getHeaders()::put);
    Query query = Query.parse(request.getHttpURI().getQuery());
    return sockets.upgrade(
            (asked, answered, created) -> new LogTail(tails, route, query),
            request,
            response,
            callback)
        || super.handle(request, response, callback);
  }

  private Routes.Match.@Nullable Found route(Request request) {
    String upgrade = request.getHeaders().get(HttpHeader.UPGRADE);
    boolean isWebSocket = "websocket".equalsIgnoreCase(upgrade);
    return isWebSocket
            && routes.find(request.getMethod(), request.getHttpURI().getPath())
                instanceof Routes.Match.Found found
            && found.operation().handler() instanceof LogResource
        ? found
        : null;
  }
}
