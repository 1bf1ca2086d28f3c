package holdfast.destination;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.testing.Failures;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3EndpointTest {

  @ParameterizedTest
  @CsvSource({
    "s3.eu-central-1.amazonaws.com, https://s3.eu-central-1.amazonaws.com, false",
    "https://s3.amazonaws.com, https://s3.amazonaws.com, false",
    "s3.cn-north-1.amazonaws.com.cn, https://s3.cn-north-1.amazonaws.com.cn, false",
    "amazonaws.com.example.org, https://amazonaws.com.example.org, true",
    "minio.example.org:9000, https://minio.example.org:9000, true",
    "http://127.0.0.1:9000, http://127.0.0.1:9000, true",
    "http://[::1]:9000, http://[::1]:9000, true",
    "https://project.example.org/storage/v1/s3, https://project.example.org/storage/v1/s3, true",
  })
  void readsHostsAndUrls(String configured, String uri, boolean pathStyle) throws Exception {
    S3Endpoint endpoint = S3Endpoint.of(configured);

    assertThat(endpoint.uri()).hasToString(uri);
    assertThat(endpoint.pathStyle()).isEqualTo(pathStyle);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "https://",
        "ftp://host",
        "file:///etc/passwd",
        "host name",
        "https://u:secret@h",
        "u:secret@host",
        "https://host?secret",
        "https://host#secret",
        "host:port:port"
      })
  void refusesTheRestWithoutRepeatingIt(String configured) {
    Failure failure = Failures.of(() -> S3Endpoint.of(configured));

    assertThat(failure.code()).isEqualTo(FailureCode.DESTINATION_INVALID);
    assertThat(failure.message()).doesNotContain("secret");
  }
}
