package holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.security.Permission;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitTest extends ApiTest {
  private static final int LIMIT = 10;

  @Override
  int rateLimit() {
    return LIMIT;
  }

  @Test
  void countsEachTokensRequestsForAnHourFromItsFirst() {
    for (int left = LIMIT - 1; left >= 0; left--) {
      Reply reply = get("/v1/login").ok();
      assertThat(reply.header("x-ratelimit-limit")).isEqualTo("10");
      assertThat(reply.header("x-ratelimit-remaining")).isEqualTo(Integer.toString(left));
      clock.advance(Duration.ofMinutes(1));
      assertThat(reply.header("x-ratelimit-reset"))
          .isEqualTo(Long.toString(3600 - 60L * (LIMIT - 1 - left)));
    }
    Reply refused = get("/v1/projects").refused(429, "hf-rate-limited");
    assertThat(refused.header("Retry-After")).isEqualTo("3000");
    assertThat(refused.header("x-ratelimit-remaining")).isEqualTo("0");
    clock.advance(Duration.ofSeconds(2999));
    get("/v1/projects").refused(429, "hf-rate-limited");
    clock.advance(Duration.ofSeconds(1));
    assertThat(get("/v1/login").ok().header("x-ratelimit-remaining")).isEqualTo("9");
  }

  @Test
  void countsEachTokenForItself() {
    String other = tokenWith(Permission.PROJECTS_READ);
    for (int i = 0; i < LIMIT; i++) {
      client.send(other, "GET", "/v1/login", "").ok();
    }
    client.send(other, "GET", "/v1/login", "").refused(429, "hf-rate-limited");
    get("/v1/login").ok();
  }

  @Test
  void doesNotCountWhatHasNoValidToken() {
    for (int i = 0; i < 2 * LIMIT; i++) {
      Reply reply = client.send("wrong", "GET", "/v1/login", "").refused(401, "");
      assertThat(reply.header("x-ratelimit-remaining")).isEqualTo("10");
    }
  }
}
