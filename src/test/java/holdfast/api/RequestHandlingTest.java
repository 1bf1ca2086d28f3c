package holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** How requests are read, and what is answered to those that are none. */
class RequestHandlingTest extends ApiTest {
  private static final String PROJECTS = "/v1/projects";

  @Test
  void doesNotKnowOtherRoutesAndSaysSoBeforeItAsksForAToken() {
    for (String path :
        new String[] {
          "/",
          "/v1",
          "/v2/projects",
          "/v1/projects/a/b",
          "/v1/teams",
          "/v1/teams/x",
          "/v1//projects",
          "/v1/projectS",
          "/favicon.ico",
          "/v1/teams/x/health"
        }) {
      Reply reply = client.send("", "GET", path, "");
      assertThat(reply.refused(404, "").message())
          .isEqualTo("Not found. The requested route does not exist");
    }
  }

  @Test
  void servesADoubledLeadingSlashAndATrailingOne() {
    get("//v1/projects").ok();
    get("/v1/projects/").ok();
    get("/v1/teams/my-team/projects").ok();
  }

  @Test
  void decodesIdsInPaths() {
    addon("Shop", "Shop DB");
    get("/v1/projects/%73hop").ok();
    assertThat(get("/v1/projects/a%2Fb").refused(404, "hf-not-found").message())
        .isEqualTo("There is no project \"a/b\".");
    get("/v1/projects/%2e%2e").refused(404, "hf-not-found");
    get("/v1/projects/..;x").refused(404, "hf-not-found");
    get("/v1/projects/%C3%A4%20%3Cb%3E").refused(404, "hf-not-found");
  }

  @Test
  void refusesOtherMethodsBeforeItAsksForAToken() {
    Reply reply = client.send("", "PATCH", PROJECTS, "");
    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.header("Allow")).isEqualTo("GET, HEAD, POST, PUT");
    assertThat(client.send("", "OPTIONS", PROJECTS, "").status()).isEqualTo(405);
    assertThat(client.send("", "TRACE", PROJECTS, "").status()).isEqualTo(405);
  }

  @Test
  void answersHeadLikeGetButWithoutABody() {
    Reply reply = client.send(ADMIN, "HEAD", PROJECTS, "");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.http().body()).isEmpty();
    assertThat(client.send("", "HEAD", PROJECTS, "").status()).isEqualTo(401);
  }

  @Test
  void allowsNoOtherOrigin() {
    Reply reply =
        client.send(request("GET", PROJECTS).header("Origin", "https://evil.example").build());
    assertThat(reply.http().headers().map()).doesNotContainKey("access-control-allow-origin");
  }

  @Test
  void readsTheTokenWhateverTheCaseOfBearer() {
    HttpRequest.Builder request = HttpRequest.newBuilder(client.base().resolve(PROJECTS));
    client.send(request.header("Authorization", "bearer  " + ADMIN).build()).ok();
    HttpRequest.Builder basic = HttpRequest.newBuilder(client.base().resolve(PROJECTS));
    client.send(basic.header("Authorization", "Basic " + ADMIN).build()).refused(401, "");
  }

  @Test
  void takesAnEmptyBodyAsNothingWhateverItsContentType() {
    addon("Shop", "Shop DB");
    post("/v1/projects/shop/addons/shop-db/backups", "").ok();
    HttpRequest.Builder request = request("POST", "/v1/projects/shop/addons/shop-db/backups");
    client.send(request.setHeader("Content-Type", "text/plain").build()).ok();
    post(PROJECTS, "").invalid("object", "must be an object. Received nothing");
  }

  @Test
  void ignoresTheBodiesOfGetAndDelete() {
    client.send(ADMIN, "GET", PROJECTS, "[").ok();
    client.send(ADMIN, "DELETE", "/v1/projects/gone", "[").refused(404, "hf-not-found");
  }

  @Test
  void refusesOtherContentTypes() {
    HttpRequest request =
        request("POST", PROJECTS)
            .setHeader("Content-Type", "application/x-www-form-urlencoded")
            .method("POST", BodyPublishers.ofString("name=Shop"))
            .build();
    client
        .send(request)
        .invalid(
            "object",
            "must be sent as application/json. Received \"application/x-www-form-urlencoded\"");
    post(PROJECTS, json("{'name':'Shop'}")).ok();
    HttpRequest withCharset =
        request("PUT", PROJECTS)
            .setHeader("Content-Type", "Application/JSON; charset=utf-8")
            .method("PUT", BodyPublishers.ofString(json("{'name':'Shop'}")))
            .build();
    client.send(withCharset).ok();
  }

  @Test
  void saysWhereABodyIsNoJson() {
    String rule = "must be JSON, at most 32 levels deep, with each key once. Failed at ";
    post(PROJECTS, "{").invalid("object", rule + "line 1, column 2");
    post(PROJECTS, json("{\n 'name': secret-key-of-bucket}")).invalid("object");
    post(PROJECTS, json("{'name':'Shop','name':'Shop'}")).invalid("object");
    post(PROJECTS, json("{'name':'Shop'} {}")).invalid("object");
    post(PROJECTS, json("{'name':'Shop',}")).invalid("object");
    post(PROJECTS, json("{'networking':%s1%s}").formatted("[".repeat(40), "]".repeat(40)))
        .invalid("object");
    post(PROJECTS, "\u0000").invalid("object");
  }

  @Test
  void refusesBodiesThatAreNoObject() {
    post(PROJECTS, "[]").invalid("object", "must be an object. Received an array");
    post(PROJECTS, "null").invalid("object", "must be an object. Received \"null\"");
    post(PROJECTS, "5").invalid("object", "must be an object. Received \"5\"");
  }

  @Test
  void refusesBodiesOverOneMebibyteKnownOrNot() {
    String large = json("{'name':'%s'}").formatted("x".repeat(1 << 20));
    Reply known = post(PROJECTS, large).refused(413, "hf-body-too-large");
    assertThat(known.problems("object")).containsExactly("must have at most 1048576 bytes");
    HttpRequest chunked =
        request("POST", PROJECTS)
            .method(
                "POST",
                BodyPublishers.ofInputStream(
                    () -> new java.io.ByteArrayInputStream(large.getBytes(StandardCharsets.UTF_8))))
            .build();
    client.send(chunked).refused(413, "hf-body-too-large");
  }

  @Test
  void namesTheLengthOfANameThatIsNearlyAMebibyteLong() {
    String name = "a-".repeat((1 << 19) - 100) + "a";
    Reply reply = post(PROJECTS, json("{'name':'%s'}").formatted(name)).invalid("name");
    assertThat(reply.http().body().length).isLessThan(1000);
  }

  @Test
  void saysOfManyWrongFieldsOnlySome() {
    StringBuilder body = new StringBuilder("{'a':1");
    for (int i = 0; i < 10_000; i++) {
      body.append(",'field").append(i).append("':1");
    }
    Reply reply = post(PROJECTS, json(body.append('}').toString())).invalid();
    assertThat(reply.http().body().length).isLessThan(10_000);
  }

  @Test
  void refusesNamesThatEndInALineBreak() {
    post(PROJECTS, json("{'name':'Shop\\n'}")).invalid("name");
  }

  @Test
  void ignoresQueryParametersItDoesNotKnow() {
    get(PROJECTS + "?fields=all&x").ok();
  }

  @Test
  void answersInternalErrorsWithAReferenceAndNothingElse() {
    addon("Shop", "Shop DB");
    inspections.crash = true;
    Reply reply = post("/v1/backup-destinations/built-in/test", "").refused(500, "hf-internal");
    assertThat(reply.message())
        .matches(
            "Something went wrong here\\. Give the reference [0-9a-f]{24} to who runs this server\\.");
    assertThat(reply.json().toString()).doesNotContain("holdfast", "Exception", "crash");
  }

  private HttpRequest.Builder request(String method, String path) {
    return HttpRequest.newBuilder(client.base().resolve(path))
        .header("Authorization", "Bearer " + ADMIN)
        .method(method, BodyPublishers.noBody());
  }
}
