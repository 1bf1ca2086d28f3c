package holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.security.Permission;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Roles and tokens, and what a role that is limited to projects sees. */
class AccessTest extends ApiTest {

  @Test
  void givesEachTokenWhatItsRoleMayDo() {
    post("/v1/projects", json("{'name':'Shop'}")).ok();
    String reader = tokenWith(Permission.PROJECTS_READ);
    assertThat(reader).startsWith("hf_").hasSize(46);
    client.send(reader, "GET", "/v1/projects", "").ok();
    Reply reply = client.send(reader, "POST", "/v1/projects", json("{'name':'More'}"));
    assertThat(reply.refused(403, "hf-forbidden").message())
        .isEqualTo("The token lacks the permission \"Project > Projects > Manage > Create\".");
    client.send(reader, "GET", "/v1/login", "").ok();
    client
        .send(reader, "GET", "/v1/backup-destinations/built-in/backups", "")
        .refused(403, "hf-forbidden");
  }

  @Test
  void showsATokenOnceAndItsRecordAfterwards() {
    String role =
        role("{'name':'Auditor','permissions':['Account > BackupDestinations > General > Read']}");
    JsonNode made =
        post(
                "/v1/tokens",
                json(
                    "{'name':'CI one','roleId':'%s','expiresAt':'2026-11-24T14:00:00+01:00'}"
                        .formatted(role)))
            .ok()
            .data();
    String id = made.path("id").asString();
    JsonNode record = get("/v1/tokens/" + id).ok().data();
    assertThat(record.toString())
        .isEqualTo(
            json(
                "{'id':'%s','name':'CI one','roleId':'%s','createdAt':'2026-11-24T12:00:00.123Z','expiresAt':'2026-11-24T13:00:00.000Z'}"
                    .formatted(id, role)));
    assertThat(get("/v1/tokens").ok().data().at("/tokens/0")).isEqualTo(record);
  }

  @Test
  void endsATokenWhenItExpiresOrIsRevoked() {
    String role =
        role("{'name':'Auditor','permissions':['Account > BackupDestinations > General > Read']}");
    String body =
        "{'name':'CI one','roleId':'%s','expiresAt':'2026-11-24T12:00:10Z'}".formatted(role);
    JsonNode one = post("/v1/tokens", json(body)).ok().data();
    JsonNode two = post("/v1/tokens", json(body)).ok().data();
    client.send(one.path("token").asString(), "GET", "/v1/login", "").ok();
    delete("/v1/tokens/" + one.path("id").asString()).ok();
    client.send(one.path("token").asString(), "GET", "/v1/login", "").refused(401, "");
    JsonNode revoked = get("/v1/tokens/" + one.path("id").asString()).ok().data();
    assertThat(revoked.path("revokedAt").asString()).isEqualTo("2026-11-24T12:00:00.123Z");
    clock.advance(Duration.ofSeconds(5));
    delete("/v1/tokens/" + one.path("id").asString()).ok();
    assertThat(get("/v1/tokens/" + one.path("id").asString()).ok().data()).isEqualTo(revoked);
    client.send(two.path("token").asString(), "GET", "/v1/login", "").ok();
    clock.advance(Duration.ofSeconds(5));
    client.send(two.path("token").asString(), "GET", "/v1/login", "").refused(401, "");
  }

  @Test
  void refusesTokensThatCouldNotBeUsed() {
    String role = role("{'name':'Auditor','permissions':[]}");
    String body = "{'name':'CI one','roleId':'%s'%s}";
    post("/v1/tokens", json(body.formatted("nobody", ""))).invalid("roleId");
    post("/v1/tokens", json(body.formatted("0".repeat(24), ""))).invalid("roleId");
    post("/v1/tokens", json(body.formatted(role, ",'expiresAt':'2026-11-24T12:00:00Z'")))
        .invalid("expiresAt", "must be in the future. Received \"2026-11-24T12:00:00Z\"");
    post("/v1/tokens", json(body.formatted(role, ",'expiresAt':'tomorrow'"))).invalid("expiresAt");
    post("/v1/tokens", json(body.formatted(role, ",'expiresAt':'2027-02-30T00:00:00Z'")))
        .invalid("expiresAt");
  }

  @Test
  void changesWhatATokenMayDoWithTheNextRequest() {
    String token = tokenWith(Permission.PROJECTS_READ);
    String role = get("/v1/roles").ok().data().at("/roles/0/id").asString();
    patch("/v1/roles/" + role, json("{'permissions':[]}")).ok();
    client.send(token, "GET", "/v1/projects", "").refused(403, "hf-forbidden");
    delete("/v1/roles/" + role).ok();
    client.send(token, "GET", "/v1/login", "").refused(401, "");
    get("/v1/roles/" + role).refused(404, "hf-not-found");
  }

  @Test
  void refusesRolesThatMeanNothing() {
    post("/v1/roles", json("{'name':'Odd one','permissions':['Everything']}"))
        .invalid("permissions.0");
    post("/v1/roles", json("{'name':'Odd one','permissions':[],'projects':['gone']}"))
        .invalid("projects.0", "must be the id of a project. Received \"gone\"");
    role("{'name':'Auditor','permissions':[]}");
    post("/v1/roles", json("{'name':'Auditor','permissions':[]}")).refused(409, "hf-conflict");
    String admin = get("/v1/roles").ok().data().at("/roles/1/id").asString();
    delete("/v1/roles/" + admin).refused(409, "hf-conflict");
  }

  @Test
  void hidesFromALimitedRoleEveryProjectButItsOwn() {
    String shop = addon("Shop", "Shop DB");
    addon("Lab", "Lab DB");
    String inLab =
        tokenIn(
            "lab",
            Permission.PROJECTS_READ,
            Permission.PROJECTS_CREATE,
            Permission.PROJECTS_UPDATE,
            Permission.PROJECTS_DELETE,
            Permission.ADDONS_READ,
            Permission.ADDONS_CREATE,
            Permission.ADDONS_UPDATE,
            Permission.ADDONS_DELETE);
    assertThat(
            Reply.texts(
                client.send(inLab, "GET", "/v1/projects", "").ok().data().path("projects"), "id"))
        .containsExactly("lab");
    Reply hidden = client.send(inLab, "GET", "/v1/projects/shop", "").refused(404, "hf-not-found");
    Reply absent = client.send(inLab, "GET", "/v1/projects/gone", "").refused(404, "hf-not-found");
    assertThat(hidden.message().replace("shop", "gone")).isEqualTo(absent.message());
    client.send(inLab, "GET", shop, "").refused(404, "hf-not-found");
    client.send(inLab, "PATCH", shop, "{}").refused(404, "hf-not-found");
    client.send(inLab, "DELETE", shop, "").refused(404, "hf-not-found");
    client.send(inLab, "POST", shop + "/backups", "").refused(404, "hf-not-found");
    client.send(inLab, "DELETE", "/v1/projects/shop", "").refused(404, "hf-not-found");
    client.send(inLab, "GET", "/v1/projects/lab/addons/lab-db", "").ok();
  }

  @Test
  void keepsALimitedRoleFromWhatHoldsAWholeServer() {
    String lab = addon("Lab", "Lab DB");
    String inLab = tokenIn("lab", Permission.ADDONS_READ, Permission.ADDONS_UPDATE);
    String schedule =
        "{'scheduling':{'interval':'daily','hour':[1],'minute':[0]},'backupType':'snapshot','retentionTime':7}";
    String snapshot = json("{'name':'Snap','backupType':'snapshot'}");
    client.send(inLab, "POST", lab + "/backups", snapshot).refused(403, "hf-forbidden");
    client
        .send(inLab, "POST", lab + "/backup-schedules", json(schedule))
        .refused(403, "hf-forbidden");
    client
        .send(inLab, "PATCH", lab, json("{'backupSchedules':[%s]}".formatted(schedule)))
        .refused(403, "hf-forbidden");
    post(lab + "/backups", snapshot).ok();
    client
        .send(inLab, "GET", lab + "/backups/snap/download-link?snapshot=true", "")
        .refused(403, "hf-forbidden");
    client.send(inLab, "POST", lab + "/backups", json("{'name':'Dump'}")).ok();
  }

  @Test
  void letsALimitedRoleCreateNoProjectNotEvenOneThatIsThere() {
    post("/v1/projects", json("{'name':'Shop'}")).ok();
    post("/v1/projects", json("{'name':'Lab'}")).ok();
    String inLab = tokenIn("lab", Permission.PROJECTS_CREATE, Permission.PROJECTS_UPDATE);
    for (String name : new String[] {"Shop", "New"}) {
      String body = json("{'name':'%s'}".formatted(name));
      client.send(inLab, "POST", "/v1/projects", body).refused(403, "hf-forbidden");
      client.send(inLab, "PUT", "/v1/projects", body).refused(403, "hf-forbidden");
    }
    client.send(inLab, "PUT", "/v1/projects", json("{'name':'Lab'}")).ok();
  }

  @Test
  void givesALimitedRoleNothingOfAProjectThatReusesAnId() {
    post("/v1/projects", json("{'name':'Lab'}")).ok();
    String inLab = tokenIn("lab", Permission.PROJECTS_READ);
    client.send(inLab, "GET", "/v1/projects/lab", "").ok();
    delete("/v1/projects/lab").ok();
    post("/v1/projects", json("{'name':'Lab'}")).ok();
    client.send(inLab, "GET", "/v1/projects/lab", "").refused(404, "hf-not-found");
    assertThat(client.send(inLab, "GET", "/v1/projects", "").ok().data().path("projects"))
        .isEmpty();
    JsonNode role = get("/v1/roles").ok().data().at("/roles/0");
    assertThat(role.path("projects").isArray()).isTrue();
    assertThat(role.path("projects")).isEmpty();
    patch("/v1/roles/" + role.path("id").asString(), json("{'projects':null}")).ok();
    client.send(inLab, "GET", "/v1/projects/lab", "").ok();
  }

  @Test
  void doesNotLimitWhatIsAccountWide() {
    String shop = addon("Shop", "Shop DB");
    post("/v1/projects", json("{'name':'Lab'}")).ok();
    post(shop + "/backups", json("{'name':'One'}")).ok();
    String inLab = tokenIn("lab", Permission.DESTINATIONS_READ);
    assertThat(
            client.send(inLab, "GET", "/v1/backup-destinations/built-in/backups", "").ok().data())
        .hasSize(1);
  }

  @Test
  void tellsWithoutATokenThatTheServerIsThere() {
    assertThat(client.send("", "GET", "/health", "").ok().data().toString())
        .isEqualTo(json("{'status':'ok'}"));
    client.send("", "GET", "/ready", "").ok();
  }

  private String role(String body) {
    return post("/v1/roles", json(body)).ok().data().path("id").asString();
  }
}
