package holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DownloadTest extends ApiTest {
  private static final String FIRST = "shop/shop-db/one/1/data.0000.pgdump.gz";
  private static final String SECOND = "shop/shop-db/one/1/data.0001.pgdump.gz";

  private String backup;
  private String uid;

  @BeforeEach
  void makeBackup() throws Exception {
    backup = addon("Shop", "Shop DB") + "/backups/one";
    uid =
        post(backup.replaceFirst("/one$", ""), json("{'name':'One'}"))
            .ok()
            .data()
            .path("uid")
            .asString();
    story.completes(uid, 10);
    store.damage(FIRST, bytes("hello "));
    store.damage(SECOND, bytes("world"));
    store.damage("shop/shop-db/one/1/manifest.json", bytes(manifest()));
  }

  private String manifest() throws Exception {
    return json(
        "{'uid':'%s','compression':'gz','objects':[{'key':'%s','bytes':6,'sha256':'%s'},{'key':'%s','bytes':5,'sha256':'%s'}],"
                .formatted(uid, FIRST, sha256("hello "), SECOND, sha256("world"))
            + "'plain':{'bytes':1,'sha256':''},'stored':{'bytes':11,'sha256':'%s'},'stages':[],'schedules':[]}"
                .formatted(sha256("hello world")));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(text)));
  }

  private URI link() {
    JsonNode data = get(backup + "/download-link").ok().data();
    return URI.create(data.path("downloadLink").asString());
  }

  private Reply download(String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(link());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build());
  }

  private static String text(Reply reply) {
    return new String(reply.http().body(), StandardCharsets.UTF_8);
  }

  @Test
  void givesTheStoredBytesUnderTheStoredNameWithoutAToken() throws Exception {
    Reply whole = download();
    assertThat(whole.status()).isEqualTo(200);
    assertThat(text(whole)).isEqualTo("hello world");
    assertThat(whole.header("Content-Disposition"))
        .isEqualTo("attachment; filename=\"data.0000.pgdump.gz\"");
    assertThat(whole.header("Content-Length")).isEqualTo("11");
    assertThat(whole.header("Content-Type")).isEqualTo("application/octet-stream");
    assertThat(whole.header("ETag")).isEqualTo("\"" + sha256("hello world") + "\"");
    assertThat(whole.header("Accept-Ranges")).isEqualTo("bytes");
  }

  @Test
  void givesAnyPartOfIt() {
    for (int first = 0; first < 11; first++) {
      for (int last = first; last < 11; last++) {
        Reply part = download("Range", "bytes=%d-%d".formatted(first, last));
        assertThat(part.status()).isEqualTo(206);
        assertThat(text(part)).isEqualTo("hello world".substring(first, last + 1));
        assertThat(part.header("Content-Range")).isEqualTo("bytes %d-%d/11".formatted(first, last));
      }
    }
  }

  @Test
  void refusesAPartBehindTheEnd() {
    Reply refused = download("Range", "bytes=11-");
    refused.refused(416, "hf-range-not-satisfiable");
    assertThat(refused.header("Content-Range")).isEqualTo("bytes */11");
  }

  @Test
  void givesAllWhenThePartIsOfOtherBytes() {
    String tag = download().header("ETag");
    assertThat(download("Range", "bytes=6-", "If-Range", tag).status()).isEqualTo(206);
    Reply changed = download("Range", "bytes=6-", "If-Range", "\"other\"");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(text(changed)).isEqualTo("hello world");
  }

  @Test
  void tellsTheLengthToWhoAsksForTheHeadersOnly() {
    Reply head =
        client.send(
            HttpRequest.newBuilder(link())
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build());
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("Content-Length")).isEqualTo("11");
    assertThat(head.http().body()).isEmpty();
  }

  @Test
  void worksForAShortWhile() {
    URI link = link();
    clock.advance(Duration.ofMinutes(14));
    assertThat(client.send(HttpRequest.newBuilder(link).build()).status()).isEqualTo(200);
    clock.advance(Duration.ofMinutes(1));
    Reply late = client.send(HttpRequest.newBuilder(link).build());
    assertThat(late.refused(404, "hf-not-found").message()).contains("Ask for a new one");
  }

  @Test
  void knowsNoLinkThatItHasNotMade() {
    String made = link().getPath();
    for (int i = made.lastIndexOf('/') + 1; i < made.length() - 1; i++) {
      char other = made.charAt(i) == 'A' ? 'B' : 'A';
      String forged = made.substring(0, i) + other + made.substring(i + 1);
      client.send("", "GET", forged, "").refused(404, "hf-not-found");
    }
  }

  @Test
  void isOfNoUseWhenTheBackupIsGone() {
    URI link = link();
    delete(backup).ok();
    client.send(HttpRequest.newBuilder(link).build()).refused(404, "hf-not-found");
    get(backup + "/download-link").refused(404, "hf-not-found");
  }

  @Test
  void givesOutNoWrongBytes() {
    store.damage(SECOND, bytes("w0rld"));
    download().refused(503, "hf-unavailable");
    store.damage(SECOND, bytes("worl"));
    download().refused(503, "hf-unavailable");
  }

  @Test
  void breaksOffWhatHasBegunInsteadOfEndingItWithWrongBytes() throws Exception {
    String much = "x".repeat(2_000_000);
    String manifest =
        manifest()
            .replace("\"bytes\":6", "\"bytes\":2000000")
            .replace(sha256("hello "), sha256(much))
            .replace("\"bytes\":11", "\"bytes\":2000005");
    store.damage("shop/shop-db/one/1/manifest.json", bytes(manifest));
    store.damage(FIRST, bytes(much));
    assertThat(text(download())).isEqualTo(much + "world");
    store.damage(FIRST, bytes("y" + much.substring(1)));
    assertThatThrownBy(DownloadTest.this::download).hasMessageContaining("no answer");
  }

  @Test
  void saysWhyItCannotBeRead() throws Exception {
    store.delete("shop/shop-db/one/1/manifest.json");
    assertThat(download().refused(503, "hf-unavailable").message()).contains("object-missing");
  }

  @Test
  void isForCompletedDumpsOnly() {
    String backups = backup.replaceFirst("/one$", "");
    post(backups, json("{'name':'Two'}")).ok();
    assertThat(get(backups + "/two/download-link").refused(409, "hf-conflict").message())
        .contains("only a completed one can be downloaded");
    String snapshot =
        post(backups, json("{'name':'Snap','backupType':'snapshot'}"))
            .ok()
            .data()
            .path("uid")
            .asString();
    story.completes(snapshot, 10);
    assertThat(get(backups + "/snap/download-link").refused(409, "hf-conflict").message())
        .contains("only dumps are downloaded");
    get(backups + "/snap/download-link?snapshot=true").ok();
  }
}
