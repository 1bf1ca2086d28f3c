package holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.model.Failure;
import holdfast.model.FailureCode;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DiscoveryTest extends ApiTest {
  private static final String ADDONS = "/v1/projects/shop/addons";

  @BeforeEach
  void makeProject() {
    post("/v1/projects", json("{'name':'Shop'}")).ok();
  }

  private Reply discover(String type, String uri) {
    String body = "{'type':'%s','connection':{'uri':'%s'}}".formatted(type, uri);
    return post(ADDONS + "/discover", json(body));
  }

  @Test
  void listsTheDatabasesOfAServerAndRegistersNone() {
    assertThat(discover("postgresql", "postgresql://shop:pw@db.example.org").ok().data().toString())
        .isEqualTo(json("{'databases':[{'name':'shop','size':'1000000'},{'name':'theirs'}]}"));
    assertThat(get(ADDONS).ok().data().path("addons")).isEmpty();
  }

  @Test
  void saysWhatIsWrongWithTheConnection() {
    inspections.databaseFailure =
        Optional.of(new Failure(FailureCode.DATABASE_UNREACHABLE, "nobody answers", "Start it."));
    discover("postgresql", "postgresql://shop:pw@db.example.org")
        .invalidOnly("connection.uri", "nobody answers");
    discover("postgresql", "mysql://shop:pw@db.example.org")
        .invalidOnly("connection.uri", "must begin with postgres:// or postgresql://");
  }

  @Test
  void knowsTheTypesThatCanBeBackedUp() {
    discover("mongodb", "mongodb://shop:pw@db.example.org")
        .invalidOnly("type", "must be a type that this version can back up");
  }

  @Test
  void anAddonMayBeCalledLikeIt() {
    post(
            ADDONS,
            json(
                "{'name':'Discover','type':'postgresql','connection':{'uri':'%s'}}"
                    .formatted(DATABASE)))
        .ok();
    String addon = ADDONS + "/discover";
    assertThat(get(addon).ok().data().path("name").asString()).isEqualTo("Discover");
    assertThat(get(addon + "/backups").ok().data().path("backups")).isEmpty();
    post(addon + "/pause", "").ok();
    discover("postgresql", "postgresql://shop:pw@db.example.org").ok();
    assertThat(put(addon, "{}").header("Allow")).isEqualTo("DELETE, GET, HEAD, PATCH, POST");
    delete(addon).ok();
  }

  @Test
  void looksAtNothingForAProjectThatIsNotThere() {
    String body =
        "{'type':'postgresql','connection':{'uri':'postgresql://shop:pw@db.example.org'}}";
    post("/v1/projects/nowhere/addons/discover", json(body)).refused(404, "hf-not-found");
  }
}
