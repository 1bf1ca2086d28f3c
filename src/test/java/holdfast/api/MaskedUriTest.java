package holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.model.ConnectionUri;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskedUriTest {
  @ParameterizedTest
  @CsvSource({
    "postgresql://u:p@h:1/d, postgresql://u:***@h:1/d",
    "postgresql://h/d, postgresql://h/d",
    "postgresql://u:p%40@h/d?password=p&sslmode=require, postgresql://u:***@h/d?sslmode=require",
    "redis://p@h/0, redis://***@h/0",
    "redis://:p@h, redis://:***@h",
    "rediss://u:p:q@h:6379/1#p, rediss://u:***@h:6379/1",
    "'mongodb://u:p@h1:1,h2:2/d?authSource=admin&x=p', 'mongodb://u:***@h1:1,h2:2/d?authSource=admin'",
    "'postgresql:///d?host=/tmp&password=p', ***",
    "postgresql:p, ***",
    "not a uri p, ***",
  })
  void showsNoPassword(String uri, String shown) {
    assertThat(MaskedUri.of(new ConnectionUri(uri))).isEqualTo(shown);
  }
}
