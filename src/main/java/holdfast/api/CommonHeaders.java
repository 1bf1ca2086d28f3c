package holdfast.api;

import holdfast.api.RateLimiter.Allowance;
import java.util.Map;

/** The headers that every answer has, also those that never reach an operation. */
final class CommonHeaders {
  private CommonHeaders() {}

  static Map<String, String> of(Allowance allowance) {
    return Map.of(
        "x-ratelimit-limit", Integer.toString(allowance.limit()),
        "x-ratelimit-remaining", Integer.toString(allowance.remaining()),
        "x-ratelimit-reset", Long.toString(allowance.resetSeconds()),
        "Cache-Control", "no-store",
        "X-Content-Type-Options", "nosniff");
  }
}
