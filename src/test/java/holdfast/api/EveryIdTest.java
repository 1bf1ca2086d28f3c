package holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Each id in each path is once of nothing, or of something that lies elsewhere, while everything
 * else that the request names is there.
 */
class EveryIdTest extends OperationsTest {
  private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");

  private static final String UNKNOWN_KEY = "0123456789abcdef01234567";
  private static final String UNKNOWN_UID = "01935b6e-8c40-7a01-8000-0123456789ab";
  private static final String DESTINATIONS = "/v1/backup-destinations";
  private static final String SCHEDULE = ScheduleApiTest.dumps(ScheduleApiTest.DAILY);

  /** By parameter, what a refusal calls it. */
  private static final Map<String, String> KINDS =
      Map.of(
          "backupDestinationId", "backup destination",
          "projectId", "project",
          "addonId", "addon",
          "backupId", "backup",
          "backupUid", "backup",
          "restoreId", "restore",
          "scheduleId", "backup schedule",
          "roleId", "role",
          "tokenId", "token",
          "ticket", "download");

  @TestFactory
  Stream<DynamicTest> doesNotFindWhatIsNotThere() {
    Map<String, String> here = world("Shop", "Shop DB", "One", "Offsite");
    Map<String, String> elsewhere = world("Lab", "Lab DB", "Two", "Archive");
    List<DynamicTest> tests = new ArrayList<>();
    for (Operation operation : operations) {
      for (String parameter : parameters(operation)) {
        for (String id : ids(parameter, elsewhere)) {
          tests.add(
              dynamicTest(
                  "%s with the %s %s".formatted(operation.id(), parameter, id),
                  () -> isNotFound(operation, here, parameter, id)));
        }
      }
    }
    return tests.stream();
  }

  /** The parents of each id exist, and so do its children: only the id itself can be missed. */
  private void isNotFound(
      Operation operation, Map<String, String> world, String parameter, String id) {
    Map<String, String> ids = new HashMap<>(world);
    ids.put(parameter, id);
    String path = filled(operation.path(), ids);
    assertMissing(operation, path, world, missing(ids, parameter));
  }

  private static String missing(Map<String, String> ids, String parameter) {
    return "There is no %s \"%s\".".formatted(KINDS.get(parameter), ids.get(parameter));
  }

  @TestFactory
  Stream<DynamicTest> doesNotFindASourceThatIsNotThere() {
    Map<String, String> world = world("Shop", "Shop DB", "One", "Offsite");
    return those(
        operation ->
            StrictContract.CONTRACT.operation(operation.id()).toString().contains("sourceAddonId"),
        "with an unknown source",
        operation -> {
          String path = filled(operation.path(), world);
          assertMissing(
              operation,
              path + "?sourceProjectId=" + UNKNOWN,
              world,
              "There is no project \"%s\".".formatted(UNKNOWN));
          assertMissing(
              operation,
              path + "?sourceAddonId=" + UNKNOWN,
              world,
              "There is no addon \"%s\".".formatted(UNKNOWN));
        });
  }

  private void assertMissing(
      Operation operation, String path, Map<String, String> world, String message) {
    Reply reply = send(operation, path, body(operation, world));
    assertThat(reply.refused(404, "hf-not-found").message()).isEqualTo(message);
  }

  private static ObjectNode body(Operation operation, Map<String, String> world) {
    ObjectNode body = example(operation);
    world.forEach(
        (name, id) -> {
          if (body.has(name)) {
            body.put(name, id);
          }
        });
    return body;
  }

  private static List<String> parameters(Operation operation) {
    return PARAMETER.matcher(operation.path()).results().map(found -> found.group(1)).toList();
  }

  private static String filled(String path, Map<String, String> ids) {
    return PARAMETER.matcher(path).replaceAll(found -> ids.get(found.group(1)));
  }

  /** What is found nowhere, and what another parent has. */
  private static List<String> ids(String parameter, Map<String, String> elsewhere) {
    return switch (parameter) {
      case "addonId", "backupId" -> List.of(UNKNOWN, elsewhere.get(parameter));
      case "backupUid" -> List.of(UNKNOWN, UNKNOWN_UID, elsewhere.get(parameter));
      case "restoreId", "scheduleId" -> List.of(UNKNOWN, UNKNOWN_KEY, elsewhere.get(parameter));
      case "roleId", "tokenId" -> List.of(UNKNOWN, UNKNOWN_KEY);
      default -> List.of(UNKNOWN);
    };
  }

  /** One of everything that a path can name, and its id by the parameter's name. */
  private Map<String, String> world(
      String project, String addon, String backup, String destination) {
    String destinationId =
        id(post(DESTINATIONS, json("{'name':'%s','type':'local'}".formatted(destination))));
    String path = addon(project, addon);
    String order =
        json("{'name':'%s','customDestinationId':'%s'}".formatted(backup, destinationId));
    JsonNode made = post(path + "/backups", order).ok().data();
    String uid = made.path("uid").asString();
    story.completes(uid, 7);
    String backupId = made.path("id").asString();
    Reply restore = post(path + "/backups/" + backupId + "/restore", "");
    String roleId = id(post("/v1/roles", json("{'name':'%s','permissions':[]}".formatted(backup))));
    String token = json("{'name':'%s','roleId':'%s'}".formatted(backup, roleId));
    List<String> ids = List.of(path.split("/", -1));
    return Map.of(
        "backupDestinationId",
        destinationId,
        "projectId",
        ids.get(3),
        "addonId",
        ids.get(5),
        "backupId",
        backupId,
        "backupUid",
        uid,
        "restoreId",
        restore.ok().data().path("restoreId").asString(),
        "scheduleId",
        id(post(path + "/backup-schedules", SCHEDULE)),
        "roleId",
        roleId,
        "tokenId",
        id(post("/v1/tokens", token)));
  }

  private static String id(Reply reply) {
    return reply.ok().data().path("id").asString();
  }
}
