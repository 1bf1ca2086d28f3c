package holdfast.api;

import java.nio.ByteBuffer;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * What the server itself answers when a request does not get as far as the {@link Dispatcher}:
 * headers too long, no valid HTTP, stopping. In the contract's shape, like everything else.
 */
final class ErrorPage extends ErrorHandler {
  private final RateLimiter limiter;

  ErrorPage(RateLimiter limiter) {
    this.limiter = limiter;
  }

  @Override
  public boolean errorPageForMethod(String method) {
    return true;
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int code,
      String message,
      Throwable cause,
      Callback callback) {
    // Neither message nor cause goes out: they may quote the request.
    ApiError error =
        code == HttpStatus.NOT_FOUND_404
            ? ApiError.noRoute()
            : ApiError.http(code, HttpStatus.getMessage(code));
    Answer answer = Answer.error(error);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
    for (Map.Entry<String, String> header : CommonHeaders.of(limiter.untouched()).entrySet()) {
      response.getHeaders().put(header.getKey(), header.getValue());
    }
    response.write(true, ByteBuffer.wrap(bytes(answer)), callback);
  }

  private static byte[] bytes(Answer answer) {
    return switch (answer.content()) {
      case Content.Ready ready -> ready.bytes();
      case Content.Streamed streamed -> throw new IllegalStateException("an error is no stream");
    };
  }
}
