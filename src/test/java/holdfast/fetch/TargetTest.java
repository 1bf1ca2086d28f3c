package holdfast.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.WebUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
  private static final String URL =
      "https://user:pass%40word@files.example.org/a/b?signature=x%2Fy";

  @Test
  void keepsTheBytesOfPathAndQueryAndTakesTheLoginOut() throws Exception {
    Target target = Target.of(new WebUrl(URL + "#part"));

    assertThat(target.uri()).hasToString("https://files.example.org/a/b?signature=x%2Fy");
    assertThat(target.login().orElseThrow().reveal()).isEqualTo("Basic dXNlcjpwYXNzQHdvcmQ=");
    assertThat(target).hasToString("files.example.org");
    assertThat(target.port()).isEqualTo(443);
  }

  @ParameterizedTest
  @CsvSource({
    "/c?d, true",
    "c, true",
    "https://FILES.example.org:443/c, true",
    "https://files.example.org:444/c, false",
    "https://example.org/c, false",
    "//example.org/c, false",
    "https://other:login@example.org/c, false",
  })
  void aRedirectTakesTheLoginAlongOnlyToTheSameServer(String location, boolean same)
      throws Exception {
    Target next = Target.of(new WebUrl(URL)).redirectedTo(location);

    assertThat(next.login().isPresent()).isEqualTo(same);
    assertThat(next.uri().getRawUserInfo()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://files.example.org/a",
        "http://example.org/a",
        "ftp://a/b",
        "file:///etc/passwd",
        "a b"
      })
  void aRedirectToLessIsRefused(String location) throws Exception {
    Target target = Target.of(new WebUrl(URL));

    FailureException refused =
        catchThrowableOfType(FailureException.class, () -> target.redirectedTo(location));

    assertThat(refused.failure().code())
        .isIn(FailureCode.IMPORT_REFUSED, FailureCode.CONNECTION_INVALID);
    assertThat(refused.getMessage()).doesNotContain("signature");
  }

  @Test
  void anHttpUrlMayLeadToHttps() throws Exception {
    Target target = Target.of(new WebUrl("http://files.example.org/a"));

    assertThat(target.redirectedTo("https://files.example.org/a").port()).isEqualTo(443);
    assertThat(target.port()).isEqualTo(80);
  }
}
