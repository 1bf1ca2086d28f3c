package holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** An answer as it came over the wire, its JSON parsed. */
record Reply(HttpResponse<byte[]> http, JsonNode json) {

  int status() {
    return http.statusCode();
  }

  String header(String name) {
    return http.headers().firstValue(name).orElse("");
  }

  JsonNode data() {
    return json.path("data");
  }

  String message() {
    return json.at("/error/message").asString("");
  }

  Reply ok() {
    assertThat(status()).as(json.toString()).isEqualTo(200);
    return this;
  }

  /** Asserts an error of the contract. */
  Reply refused(int status, String id) {
    assertThat(status()).as(json.toString()).isEqualTo(status);
    assertThat(json.at("/error/status").asInt()).isEqualTo(status);
    assertThat(json.at("/error/id").asString("")).isEqualTo(id);
    return this;
  }

  Reply invalid() {
    return refused(400, "nf-invalid-request-body");
  }

  /** Asserts that this field, among others perhaps, is complained of in these words. */
  Reply invalid(String field, String problem) {
    assertThat(invalid().problems(field)).as(json.toString()).contains(problem);
    return this;
  }

  /** Asserts that this field, among others perhaps, is complained of. */
  Reply invalid(String field) {
    assertThat(invalid().problems(field)).as(json.toString()).isNotEmpty();
    return this;
  }

  /** Asserts that this field is complained of in words that begin so, and no other at all. */
  Reply invalidOnly(String field, String problem) {
    assertThat(invalid().json.at("/error/details").propertyNames())
        .as(json.toString())
        .containsExactly(field);
    assertThat(problems(field))
        .as(json.toString())
        .anySatisfy(it -> assertThat(it).startsWith(problem));
    return this;
  }

  List<String> problems(String field) {
    return json.path("error")
        .path("details")
        .path(field)
        .valueStream()
        .map(JsonNode::asString)
        .toList();
  }

  /** The texts of one field of all items of an array. */
  static List<String> texts(JsonNode items, String field) {
    return items.valueStream().map(item -> item.path(field).asString()).toList();
  }
}
