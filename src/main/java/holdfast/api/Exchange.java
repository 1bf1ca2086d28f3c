package holdfast.api;

import holdfast.api.RateLimiter.Allowance;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One HTTP request and its answer. Belongs to one thread. */
final class Exchange {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
  private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

  private final Context context;
  private Allowance allowance;

  Exchange(Context context, Allowance allowance) {
    this.context = context;
    this.allowance = allowance;
  }

  HttpServletRequest request() {
    return context.req();
  }

  String method() {
    return request().getMethod();
  }

  /** As it stands in the request line, not decoded. */
  String path() {
    return request().getRequestURI();
  }

  Query query() {
    return Query.parse(request().getQueryString());
  }

  /** Empty when there is none. */
  String authorization() {
    String header = request().getHeader("Authorization");
    return header == null ? "" : header;
  }

  /** What the caller says of itself and of what it wants, beyond the query. */
  Headers headers() {
    return name -> request().getHeader(name);
  }

  /** Whether a body of this request means something. */
  boolean takesBody() {
    return WITH_BODY.contains(method());
  }

  /** Sets what the rate limit headers will show. */
  void show(Allowance current) {
    allowance = current;
  }

  void write(Answer answer) {
    context.status(answer.status());
    context.contentType(answer.contentType());
    CommonHeaders.of(allowance).forEach(context::header);
    answer.headers().forEach(context::header);
    switch (answer.content()) {
      case Content.Ready ready -> context.result(ready.bytes());
      case Content.Streamed streamed -> stream(streamed);
    }
  }

  /**
   * What breaks when some of it has gone out can be told in no other way than by ending before the
   * announced length: the connection is then closed.
   */
  private void stream(Content.Streamed content) {
    HttpServletResponse response = context.res();
    try (Content.Source source = content.source()) {
      response.setContentLengthLong(content.length());
      if (!method().equals("HEAD")) {
        source.writeTo(response.getOutputStream());
      }
    } catch (IOException e) {
      LOG.warn("an answer broke off: {}", e.getMessage());
      if (!response.isCommitted()) {
        response.reset();
        write(Answer.error(ApiError.unavailable("What is stored cannot be read as a whole.")));
      }
    }
  }
}
