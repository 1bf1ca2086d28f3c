package holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.model.Location;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DestinationTest extends ApiTest {
  private static final String ALL = "/v1/backup-destinations";
  private static final String S3 =
      """
      {'name':'Off Site','description':'Another town','type':'s3','prefix':'hold-fast/','credentials':%s}""";
  private static final String CREDENTIALS =
      """
      {'accessKey':'AKIA-EXAMPLE-1234','secretKey':'secret-key-of-bucket','bucketName':'%s',\
      'region':'eu-1','endpoint':'s3.example.org'}""";

  private static String s3() {
    return json(S3.formatted(CREDENTIALS.formatted("backups")));
  }

  @Test
  void createsAnS3DestinationAndMasksItsSecrets() {
    JsonNode made = post(ALL, s3()).ok().data();
    assertThat(made.toString())
        .isEqualTo(
            json(
                "{'id':'off-site','name':'Off Site','description':'Another town','type':'s3','prefix':'hold-fast/',"
                    + "'credentials':{'accessKey':'****1234','secretKey':'****','bucketName':'backups','region':'eu-1','endpoint':'s3.example.org'},"
                    + "'createdAt':'2026-11-24T12:00:00.123Z','updatedAt':'2026-11-24T12:00:00.123Z'}"));
    assertThat(get(ALL + "/off-site").ok().data()).isEqualTo(made);
    assertThat(get(ALL + "/Off%20Site").ok().data()).isEqualTo(made);
    assertThat(inspections.inspected.getFirst().location())
        .isInstanceOfSatisfying(
            Location.S3.class,
            s3 -> assertThat(s3.secretKey().reveal()).isEqualTo("secret-key-of-bucket"));
  }

  @Test
  void listsTheBuiltInDestinationLikeTheOthers() {
    post(ALL, s3()).ok();
    JsonNode list = get(ALL).ok().data().path("backupDestinations");
    assertThat(Reply.texts(list, "id")).containsExactly("off-site", "built-in");
    Reply first = get(ALL + "?per_page=1").ok();
    String cursor = first.json().at("/pagination/cursor").asString();
    assertThat(cursor).hasSize(24);
    Reply second = get(ALL + "?per_page=1&cursor=" + cursor).ok();
    assertThat(Reply.texts(second.data().path("backupDestinations"), "id"))
        .containsExactly("built-in");
    assertThat(second.json().path("pagination").toString())
        .isEqualTo("{\"hasNextPage\":false,\"count\":1}");
  }

  @Test
  void createsALocalDestinationInAFolderOfItsOwnUnlessOneIsNamed() {
    JsonNode own = post(ALL, json("{'name':'Own','type':'local'}")).ok().data();
    assertThat(own.path("path").asString()).startsWith(FakeInspections.ROOT + "/");
    assertThat(own.has("credentials")).isFalse();
    JsonNode named =
        post(ALL, json("{'name':'Named','type':'local','path':'/allowed/here'}")).ok().data();
    assertThat(named.path("path").asString()).isEqualTo("/allowed/here");
    post(ALL, json("{'name':'Bad','type':'local','path':'/etc'}"))
        .invalid(
            "path",
            "the path is outside of the allowed roots (destination-invalid). Choose a path below /allowed.");
  }

  @Test
  void warnsOfAFolderThatNodesMayNotShare() {
    inspections.warnings = List.of("Share it.");
    JsonNode made = post(ALL, json("{'name':'Own','type':'local'}")).ok().data();
    assertThat(made.path("warnings").toString()).isEqualTo("[\"Share it.\"]");
    JsonNode tested = post(ALL + "/own/test", "").ok().data();
    assertThat(tested.path("warnings").toString()).isEqualTo("[\"Share it.\"]");
    assertThat(get(ALL + "/own").ok().data().has("warnings")).isFalse();
  }

  @Test
  void refusesAFolderThatCannotBeMarkedForOtherNodes() {
    inspections.markProblem = Optional.of(Story.FAILURE);
    post(ALL, json("{'name':'Own','type':'local'}"))
        .invalid("path", "pg_dump ended with 1 (dump-failed). Look at the log.");
    assertThat(get(ALL + "/own").status()).isEqualTo(404);
  }

  @Test
  void asksForWhatTheTypeNeedsAndRefusesWhatItDoesNotHave() {
    Reply s3 = post(ALL, json("{'name':'Off Site','type':'s3','path':'/x'}"));
    s3.invalid("credentials", "is required");
    s3.invalid("prefix", "is required");
    s3.invalid("path", "is not allowed");
    post(ALL, json("{'name':'Own','type':'local','credentials':{}}")).invalid("credentials");
    post(ALL, s3().replace("hold-fast/", "../")).invalid("prefix");
    post(ALL, s3().replace("hold-fast/", "a/b/")).invalid("prefix");
  }

  @Test
  void neverEchoesACredentialThatIsWrong() {
    Reply reply = post(ALL, s3().replace("\"secret-key-of-bucket\"", "[\"secret-key-of-bucket\"]"));
    reply.invalid("credentials.secretKey", "must be a string");
    post(ALL, json(S3.formatted("'secret-key-of-bucket'")))
        .invalid("credentials", "must be an object");
  }

  @Test
  void refusesADestinationThatFailsItsTestUnlessTheTestIsSkipped() {
    inspections.destinationProblem = java.util.Optional.of("access denied");
    post(ALL, s3()).invalid("credentials", "list: access denied");
    get(ALL + "/off-site").refused(404, "hf-not-found");
    post(ALL, json("{'name':'Own','type':'local'}")).invalid("path", "list: access denied");
    post(ALL + "?skipTest=maybe", s3()).invalid("skipTest");
    post(ALL + "?skipTest=true", s3()).ok();
    JsonNode test = post(ALL + "/off-site/test", "").ok().data();
    assertThat(test.toString())
        .isEqualTo(
            json(
                "{'ok':false,'steps':[{'name':'write','ok':true,'message':'wrote 16 bytes'},{'name':'list','ok':false,'message':'access denied'}]}"));
  }

  @Test
  void refusesANameThatIsTaken() {
    post(ALL, s3()).ok();
    post(ALL, s3()).refused(409, "hf-conflict");
    post(ALL, s3().replace("Off Site", "off-site")).refused(409, "hf-conflict");
    post(ALL, json("{'name':'Built-in','type':'local'}")).refused(409, "hf-conflict");
  }

  @Test
  void changesNameAndCredentialsButKeepsTheId() {
    post(ALL, s3()).ok();
    clock.advance(java.time.Duration.ofSeconds(1));
    patch(
            ALL + "/off-site",
            json("{'name':'Far away','credentials':%s}".formatted(CREDENTIALS.formatted("other"))))
        .ok();
    JsonNode after = get(ALL + "/off-site").ok().data();
    assertThat(after.path("name").asString()).isEqualTo("Far away");
    assertThat(after.at("/credentials/bucketName").asString()).isEqualTo("other");
    assertThat(after.path("updatedAt").asString()).isEqualTo("2026-11-24T12:00:01.123Z");
    get(ALL + "/Far%20away").ok();
    patch(ALL + "/off-site", json("{'prefix':'other/'}")).invalid("prefix", "is not allowed");
    patch(ALL + "/off-site", json("{'credentials':{'accessKey':'x'}}"))
        .invalid("credentials.secretKey", "is required");
    patch(ALL + "/built-in", json("{'credentials':%s}".formatted(CREDENTIALS.formatted("other"))))
        .invalid("credentials", "is not allowed for a local destination");
    patch(ALL + "/off-site", "{}").ok();
    post(ALL, json("{'name':'Third','type':'local'}")).ok();
    patch(ALL + "/third", json("{'name':'Far away'}")).refused(409, "hf-conflict");
  }

  @Test
  void refusesAnotherBucketAndDeletionWhileBackupsUseIt() {
    post(ALL, s3()).ok();
    String addon = addon("Shop", "Shop DB");
    post(addon + "/backups", json("{'name':'One','customDestinationId':'Off Site'}")).ok();
    Reply moved =
        patch(
            ALL + "/off-site",
            json("{'credentials':%s}".formatted(CREDENTIALS.formatted("other"))));
    assertThat(moved.refused(409, "hf-conflict").message()).contains("under way");
    patch(
            ALL + "/off-site",
            json("{'credentials':%s}".formatted(CREDENTIALS.formatted("backups")))
                .replace("AKIA", "AKIB"))
        .ok();
    delete(ALL + "/off-site").refused(409, "hf-conflict");
    delete(ALL + "/built-in").refused(409, "hf-conflict");
  }

  @Test
  void movesToAnotherBucketOnlyWhereItsBackupsAreFound() {
    post(ALL, s3()).ok();
    String addon = addon("Shop", "Shop DB");
    String uid =
        post(addon + "/backups", json("{'name':'One','customDestinationId':'Off Site'}"))
            .ok()
            .data()
            .path("uid")
            .asString();
    story.completes(uid, 10);
    String body = json("{'credentials':%s}".formatted(CREDENTIALS.formatted("other")));

    assertThat(patch(ALL + "/off-site", body).refused(409, "hf-conflict").message())
        .contains("Copy all of its objects there first");
    inspections.foundElsewhere = true;
    patch(ALL + "/off-site", body).ok();

    assertThat(get(ALL + "/off-site").ok().data().at("/credentials/bucketName").asString())
        .isEqualTo("other");
  }

  @Test
  void deletesADestinationThatIsNotUsed() {
    post(ALL, s3()).ok();
    assertThat(delete(ALL + "/off-site").ok().json().toString()).isEqualTo("{\"data\":{}}");
    get(ALL + "/off-site").refused(404, "hf-not-found");
  }

  @Test
  void showsNothingOfAnAccessKeyThatIsVeryShort() {
    post(ALL, s3().replace("AKIA-EXAMPLE-1234", "abcd")).ok();
    assertThat(get(ALL + "/off-site").ok().data().at("/credentials/accessKey").asString())
        .isEqualTo("****");
  }

  @Test
  void aNameIsNoOthersId() {
    post("/v1/backup-destinations", json("{'name':'Gamma','type':'local'}")).ok();
    post("/v1/backup-destinations", json("{'name':'Delta','type':'local'}")).ok();
    assertThat(
            patch("/v1/backup-destinations/delta", json("{'name':'gamma'}"))
                .refused(409, "hf-conflict")
                .message())
        .contains("\"gamma\"");
    patch("/v1/backup-destinations/gamma", json("{'name':'epsilon'}")).ok();
    post("/v1/backup-destinations", json("{'name':'Epsilon','type':'local'}"))
        .refused(409, "hf-conflict");
    patch("/v1/backup-destinations/gamma", json("{'name':'gamma'}")).ok();
  }
}
