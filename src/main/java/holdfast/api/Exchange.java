package holdfast.api;

import holdfast.api.RateLimiter.Allowance;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** One HTTP request and its answer. Belongs to one thread. */
final class Exchange implements Admission.Caller {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
  private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");
  private static final String BEARER = "bearer ";

  private final Context context;
  private Allowance allowance;

  Exchange(Context context, Allowance allowance) {
    this.context = context;
    this.allowance = allowance;
  }

  private HttpServletRequest request() {
    return context.req();
  }

  String method() {
    return request().getMethod();
  }

  /** As it stands in the request line, not decoded. */
  String path() {
    return request().getRequestURI();
  }

  @Override
  public Query query() {
    return Query.parse(request().getQueryString());
  }

  @Override
  public String token() {
    String header = request().getHeader("Authorization");
    return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? header.substring(BEARER.length()).strip()
        : "";
  }

  @Override
  public Headers headers() {
    return name -> request().getHeader(name);
  }

  @Override
  public @Nullable JsonNode body() {
    return WITH_BODY.contains(method()) ? RequestBody.read(request()) : null;
  }

  @Override
  public void show(Allowance current) {
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
    } catch (IOException | RuntimeException e) {
      LOG.warn("an answer broke off: {}", e.getMessage());
      if (!response.isCommitted()) {
        response.reset();
        write(Answer.error(ApiError.unavailable("What is stored cannot be read as a whole.")));
      }
    }
  }
}
