package holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PublicUrlTest extends ApiTest {
  @Override
  String publicUrl() {
    return "https://backups.example.com/holdfast";
  }

  @Test
  void linksBeginWhereCallersReachTheServer() {
    String backups = addon("Shop", "Shop DB") + "/backups";
    story.completes(post(backups, json("{'name':'One'}")).ok().data().path("uid").asString(), 7);
    assertThat(get(backups + "/one/download-link").ok().data().path("downloadLink").asString())
        .startsWith("https://backups.example.com/holdfast/v1/downloads/");
  }
}
