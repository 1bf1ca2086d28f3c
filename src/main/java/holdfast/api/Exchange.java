package holdfast.api;

import holdfast.api.RateLimiter.Allowance;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;

/** One HTTP request and its answer. Belongs to one thread. */
final class Exchange {
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
    context.result(answer.body());
  }
}
