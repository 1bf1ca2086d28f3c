package holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.reference.ReferencePage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** The page {@code /docs}, as it comes over the wire. */
class DocsTest extends ApiTest {
  private static final ReferencePage PAGE = ReferencePage.of(StrictContract.document());

  @Test
  void isServedToAnyoneAndNothingOfItIsOfThisInstallation() {
    post("/v1/projects", json("{'name':'Very Own'}")).ok();
    Reply reply = client.send("", "GET", "/docs", "");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Content-Type")).isEqualTo("text/html");
    assertThat(new String(reply.http().body(), StandardCharsets.UTF_8)).isEqualTo(PAGE.html());
  }

  @Test
  void letsTheBrowserLoadNothing() {
    String policy = client.send("", "GET", "/docs", "").header("Content-Security-Policy");
    assertThat(policy).isEqualTo(PAGE.contentSecurityPolicy());
    assertThat(policy)
        .startsWith("default-src 'none'; style-src 'sha256-")
        .contains("script-src 'sha256-", "frame-ancestors 'none'", "base-uri 'none'")
        .doesNotContain("unsafe", "http", "*");
  }

  @Test
  void isPackedForWhoeverTakesThat() {
    for (String accepted : new String[] {"gzip", "br, gzip;q=0.8", "deflate,GZIP"}) {
      Reply reply = docs(accepted);
      assertThat(reply.header("Content-Encoding")).as(accepted).isEqualTo("gzip");
      assertThat(unpacked(reply.http().body())).isEqualTo(PAGE.html());
    }
    for (String accepted : new String[] {"identity", "br", "gzip;q=0", "gzip; q=0.0, br"}) {
      Reply reply = docs(accepted);
      assertThat(reply.header("Content-Encoding")).as(accepted).isEmpty();
      assertThat(reply.header("Vary")).isEqualTo("Accept-Encoding");
    }
  }

  private Reply docs(String accepted) {
    return client.get("/docs", "Accept-Encoding", accepted);
  }

  private static String unpacked(byte[] gzip) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
