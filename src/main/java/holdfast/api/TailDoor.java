package holdfast.api;

import org.eclipse.jetty.http.HttpFields;
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
      return super.handle(plain(request), response, callback);
    }
    CommonHeaders.of(limiter.untouched()).forEach(response.getHeaders()::put);
    Query query = Query.parse(request.getHttpURI().getQuery());
    return sockets.upgrade(
            (asked, answered, created) -> new LogTail(tails, route, query),
            request,
            response,
            callback)
        || super.handle(plain(request), response, callback);
  }

  /**
   * Without the headers by which the framework would take it for a WebSocket of its own, open a
   * session for it, and answer past our dispatcher.
   */
  private static Request plain(Request request) {
    boolean isPlain =
        request.getHeaders().stream().noneMatch(field -> isOfWebSocket(field.getLowerCaseName()));
    return isPlain ? request : new Plain(request);
  }

  private static boolean isOfWebSocket(String header) {
    return header.startsWith("sec-websocket-");
  }

  private static final class Plain extends Request.Wrapper {
    private final HttpFields headers;

    Plain(Request request) {
      super(request);
      HttpFields.Mutable kept = HttpFields.build();
      request.getHeaders().stream()
          .filter(field -> !isOfWebSocket(field.getLowerCaseName()))
          .forEach(kept::add);
      headers = kept.asImmutable();
    }

    @Override
    public HttpFields getHeaders() {
      return headers;
    }
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
