package holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testing.Api;
import tools.jackson.databind.JsonNode;

/** Calls, with success, each operation that only Holdfast has, and so no official tool knows. */
final class OwnOperations {
  private final Api api;
  private final String databaseUri;

  OwnOperations(String url, String token, String databaseUri) {
    this.api = new Api(url, token);
    this.databaseUri = databaseUri;
  }

  void callEach() {
    service();
    access();
    destinationAndBackup();
    schedule();
    server();
  }

  private void service() {
    api.get("/health").data();
    api.get("/ready").data();
    assertThat(api.get("/v1/openapi.yaml").status()).isEqualTo(200);
    assertThat(api.get("/docs").status()).isEqualTo(200);
  }

  private void access() {
    String body = "{'name':'Readers','permissions':['Project > Addons > General > Read']}";
    String role = "/v1/roles/" + id(api.post("/v1/roles", body).data());
    api.get("/v1/roles").data();
    api.get(role).data();
    api.call("PATCH", role, "{\"name\":\"Lookers\"}").data();
    JsonNode made =
        api.post(
                "/v1/tokens", "{'name':'Reader','roleId':'%s'}".formatted(id(api.get(role).data())))
            .data();
    String token = "/v1/tokens/" + id(made);
    api.get("/v1/tokens").data();
    api.get(token).data();
    api.delete(token).data();
    api.delete(role).data();
  }

  private void destinationAndBackup() {
    String destination = "/v1/backup-destinations/built-in";
    assertThat(api.post(destination + "/test", "").data().path("ok").asBoolean()).isTrue();
    // The client's tests left backups here.
    JsonNode item = completedIn(destination);
    String stored = destination + "/backups/" + item.path("uid").asString();
    assertThat(api.get(stored).data().path("id")).isEqualTo(item.path("id"));
    String target = "{'projectId':'restores-project','addonId':'target'}";
    String restore = api.post(stored + "/restore", target).data().path("restoreId").asString();
    String restores = "/v1/projects/restores-project/addons/target/restores";
    JsonNode ended = Api.ended(() -> find(api.get(restores).data().path("restores"), restore));
    assertThat(ended.path("status").asString()).as("%s", ended).isEqualTo("completed");
    String retention = "/v1/projects/restores-project/addons/target/backup-retention";
    assertThat(api.get(retention).data().has("retention")).isTrue();
    api.delete(stored).data();
  }

  private void schedule() {
    String schedules = "/v1/projects/restores-project/addons/target/backup-schedules";
    String body =
        "{'backupType':'dump','retentionTime':7,'scheduling':{'interval':'hourly','minute':[0]}}";
    String schedule = schedules + "/" + id(api.post(schedules, body).data());
    assertThat(api.get(schedule + "/firings").data().path("firings")).isEmpty();
    api.delete(schedule).data();
  }

  private void server() {
    String body =
        "{\"type\":\"postgresql\",\"connection\":{\"uri\":\"%s\"}}".formatted(databaseUri);
    JsonNode found = api.call("POST", "/v1/projects/restores-project/addons/discover", body).data();
    assertThat(found.path("databases")).isNotEmpty();
  }

  private JsonNode completedIn(String destination) {
    for (JsonNode item : api.get(destination + "/backups").data()) {
      if (item.path("status").asString().equals("completed")) {
        return item;
      }
    }
    throw new AssertionError("no completed backup in " + destination);
  }

  private static JsonNode find(JsonNode items, String id) {
    for (JsonNode item : items) {
      if (id(item).equals(id)) {
        return item;
      }
    }
    throw new AssertionError("not listed: " + id);
  }

  private static String id(JsonNode item) {
    return item.path("id").asString();
  }
}
