package holdfast.api;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.Graceful;

/**
 * Sees to it that every request that came in is answered before the server ends, also one that
 * comes over an open connection when the server has begun to stop: the framework's own handler
 * would answer 503 then. Each connection is closed with its answer, so that no client sends its
 * next request just when the connection goes, and cannot know whether it was taken.
 */
final class LastRequests extends Handler.Wrapper implements Graceful {
  private final Draining draining;
  private final AtomicLong unanswered = new AtomicLong();
  private final Graceful.Shutdown shutdown =
      new Graceful.Shutdown(this) {
        @Override
        public boolean isShutdownDone() {
          return unanswered.get() == 0;
        }
      };

  LastRequests(Handler handler, Draining draining) {
    super(handler);
    this.draining = draining;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    unanswered.incrementAndGet();
    Request.addCompletionListener(request, failure -> answered());
    if (draining.hasBegun() && !isTail(request)) {
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
    }
    return super.handle(request, response, callback);
  }

  /** Other upgrades that clients offer, to HTTP/2 say, are not taken up. */
  private static boolean isTail(Request request) {
    return "websocket".equalsIgnoreCase(request.getHeaders().get(HttpHeader.UPGRADE));
  }

  private void answered() {
    unanswered.decrementAndGet();
    if (shutdown.isShutdown()) {
      shutdown.check();
    }
  }

  @Override
  public CompletableFuture<Void> shutdown() {
    return shutdown.shutdown();
  }

  @Override
  public boolean isShutdown() {
    return shutdown.isShutdown();
  }
}
