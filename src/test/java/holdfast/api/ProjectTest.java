package holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.security.Permission;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ProjectTest extends ApiTest {
  private static final String ALL = "/v1/projects";

  @Test
  void createsAProjectWhoseIdIsMadeOfItsName() {
    JsonNode made =
        post(
                ALL,
                json(
                    "{'name':'My App','description':'The shop','color':'#ff0000','region':'europe-west'}"))
            .ok()
            .data();
    assertThat(made.toString())
        .isEqualTo(
            json(
                "{'id':'my-app','name':'My App','description':'The shop','color':'#ff0000','region':'europe-west',"
                    + "'createdAt':'2026-11-24T12:00:00.123Z','updatedAt':'2026-11-24T12:00:00.123Z'}"));
    post(ALL, json("{'name':'my-app'}")).refused(409, "hf-conflict");
  }

  @Test
  void refusesNamesThatAreNone() {
    for (String name : new String[] {"ab", "1app", "my  app", "-app", "app-", "a".repeat(40), ""}) {
      post(ALL, json("{'name':'%s'}".formatted(name))).invalid("name");
    }
    post(ALL, json("{'name':'Shop','description':'<b>'}")).invalid("description");
    post(
            ALL,
            json(
                "{'name':'Shop','description':'It is (all) [fine]; 100%% & more: yes!'}"
                    .formatted()))
        .ok();
  }

  @Test
  void updatesByPutWhatThereIsAndCreatesWhatThereIsNot() {
    put(ALL, json("{'name':'Shop'}")).ok();
    clock.advance(Duration.ofSeconds(2));
    JsonNode updated = put(ALL, json("{'name':'SHOP','description':'New'}")).ok().data();
    assertThat(updated.path("id").asString()).isEqualTo("shop");
    assertThat(updated.path("name").asString()).isEqualTo("SHOP");
    assertThat(updated.path("createdAt").asString()).isEqualTo("2026-11-24T12:00:00.123Z");
    assertThat(updated.path("updatedAt").asString()).isEqualTo("2026-11-24T12:00:02.123Z");
    String creator = tokenWith(Permission.PROJECTS_CREATE);
    assertThat(
            client
                .send(creator, "PUT", ALL, json("{'name':'Shop'}"))
                .refused(403, "hf-forbidden")
                .message())
        .contains("Project > Projects > Manage > Update");
  }

  @Test
  void keepsTheIdWhenItIsRenamed() {
    post(ALL, json("{'name':'Shop','color':'red','networking':{'a':{'b':1}}}")).ok();
    patch(ALL + "/shop", json("{'name':'Store','region':'here'}")).ok();
    JsonNode after = get(ALL + "/shop").ok().data();
    assertThat(after.path("name").asString()).isEqualTo("Store");
    assertThat(after.path("color").asString()).isEqualTo("red");
    assertThat(after.at("/networking/a/b").asInt()).isEqualTo(1);
    assertThat(after.at("/deployment/region").asString()).isEqualTo("here");
    get(ALL + "/store").refused(404, "hf-not-found");
  }

  @Test
  void showsItsAddons() {
    addon("Shop", "Shop DB");
    JsonNode project = get(ALL + "/shop").ok().data();
    assertThat(project.path("addons").toString())
        .isEqualTo(
            json(
                "[{'id':'shop-db','appId':'/holdfast/shop/shop-db','name':'Shop DB','spec':{'type':'postgresql'}}]"));
    assertThat(project.at("/deployment/region").asString()).isEqualTo("local");
    String reader = tokenWith(Permission.PROJECTS_READ);
    assertThat(client.send(reader, "GET", ALL + "/shop", "").ok().data().path("addons")).isEmpty();
  }

  @Test
  void deletesAProjectWithAddonsOnlyWhenAskedTo() {
    String addon = addon("Shop", "Shop DB");
    assertThat(delete(ALL + "/shop").refused(409, "hf-conflict").message())
        .contains("delete_child_objects=true");
    String deleter = tokenWith(Permission.PROJECTS_DELETE);
    client
        .send(deleter, "DELETE", ALL + "/shop?delete_child_objects=true", "")
        .refused(403, "hf-forbidden");
    post(addon + "/backups", json("{'name':'One'}")).ok();
    delete(ALL + "/shop?delete_child_objects=true").refused(409, "hf-conflict");
    post(addon + "/backups/one/abort", "").ok();
    delete(ALL + "/shop?delete_child_objects=true").ok();
    get(ALL + "/shop").refused(404, "hf-not-found");
    post(ALL, json("{'name':'Shop'}")).ok();
    assertThat(get(ALL + "/shop/addons").ok().data().path("addons")).isEmpty();
  }

  @Test
  void listsTheNewestFirst() {
    post(ALL, json("{'name':'One'}")).ok();
    post(ALL, json("{'name':'Two','description':'2'}")).ok();
    assertThat(get(ALL).ok().json().toString())
        .isEqualTo(
            json(
                "{'data':{'projects':[{'id':'two','name':'Two','description':'2'},{'id':'one','name':'One'}]},'pagination':{'hasNextPage':false,'count':2}}"));
  }

  @Test
  void putFindsAProjectByItsNameAlsoWhenThatHasChanged() {
    post("/v1/projects", json("{'name':'My App'}")).ok();
    patch("/v1/projects/my-app", json("{'name':'Renamed App'}")).ok();
    put("/v1/projects", json("{'name':'Renamed App','description':'found'}")).ok();
    assertThat(get("/v1/projects/my-app").ok().data().path("description").asString())
        .isEqualTo("found");
    get("/v1/projects/renamed-app").refused(404, "hf-not-found");
    put("/v1/projects", json("{'name':'My App'}")).refused(409, "hf-conflict");
  }

  @Test
  void aNameIsTakenByOneProject() {
    post("/v1/projects", json("{'name':'One'}")).ok();
    post("/v1/projects", json("{'name':'Two'}")).ok();
    assertThat(
            patch("/v1/projects/two", json("{'name':'One'}")).refused(409, "hf-conflict").message())
        .contains("named \"One\"");
  }
}
