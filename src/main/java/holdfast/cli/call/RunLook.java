package holdfast.cli.call;

import holdfast.cli.CommandException;
import holdfast.cli.ExitCode;
import holdfast.cli.remote.ApiClient;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Looks how far a backup or restore is. */
@FunctionalInterface
interface RunLook {
  /** As the API shows it. */
  JsonNode look() throws CommandException, IOException, InterruptedException;

  /** The run that a request has started. */
  static RunLook ofStarted(ApiClient api, Request request, JsonNode data) {
    return switch (request.operation().run()) {
      case BACKUP ->
          thing(api, request.path() + "/" + ApiClient.encoded(data.path("id").asString("")));
      case RESTORE -> restore(api, request.addonPath(), data.path("restoreId").asString(""));
      case RESTORE_ELSEWHERE -> restore(api, target(request), data.path("restoreId").asString(""));
      case IMPORT, NONE -> throw new IllegalStateException("it names no run");
    };
  }

  /** The run that a log is of. */
  static RunLook ofLog(ApiClient api, Request request) {
    String restore = request.values().get("restoreId");
    return restore == null
        ? thing(api, request.path().replaceFirst("/logs$", ""))
        : restore(api, request.addonPath(), restore);
  }

  private static RunLook thing(ApiClient api, String path) {
    return () -> api.get(path).path("data");
  }

  private static String target(Request request) {
    JsonNode body = Optional.<JsonNode>ofNullable(request.body()).orElseThrow();
    return "/v1/projects/%s/addons/%s"
        .formatted(
            ApiClient.encoded(body.path("projectId").asString("")),
            ApiClient.encoded(body.path("addonId").asString("")));
  }

  private static RunLook restore(ApiClient api, String addon, String id) {
    return () -> {
      String path = addon + "/restores?per_page=100";
      String cursor = "";
      do {
        JsonNode page =
            api.get(cursor.isEmpty() ? path : path + "&cursor=" + ApiClient.encoded(cursor));
        for (JsonNode restore : page.at("/data/restores")) {
          if (restore.path("id").asString("").equals(id)) {
            return restore;
          }
        }
        cursor = page.at("/pagination/cursor").asString("");
      } while (!cursor.isEmpty());
      throw new CommandException(
          ExitCode.NOT_FOUND, "the restore %s is not listed".formatted(id), "");
    };
  }

  /** Before an import begins: which of the addon's newest backups are there. */
  static Set<String> newest(ApiClient api, Request request)
      throws IOException, InterruptedException {
    Set<String> uids = new HashSet<>();
    backups(api, request).forEach(it -> uids.add(it.path("uid").asString("")));
    return uids;
  }

  /**
   * The import that has begun since, whose answer does not name it. Of several of one moment the
   * first one; a name tells them apart.
   */
  static RunLook ofImport(ApiClient api, Request request, Set<String> before)
      throws CommandException, IOException, InterruptedException {
    String name = request.body() == null ? "" : request.body().path("name").asString("");
    List<JsonNode> imports =
        backups(api, request)
            .valueStream()
            .filter(it -> !before.contains(it.path("uid").asString("")))
            .filter(it -> !it.at("/config/source/type").asString("").equals("sameAddon"))
            .filter(it -> name.isEmpty() || it.path("name").asString("").equals(name))
            .toList();
    if (imports.isEmpty()) {
      throw new CommandException(ExitCode.NOT_FOUND, "the import is not listed", "");
    }
    return thing(
        api,
        request.addonPath()
            + "/backups/"
            + ApiClient.encoded(imports.getLast().path("id").asString("")));
  }

  private static JsonNode backups(ApiClient api, Request request)
      throws IOException, InterruptedException {
    return api.get(request.addonPath() + "/backups?per_page=100").at("/data/backups");
  }
}
