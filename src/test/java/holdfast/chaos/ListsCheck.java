package holdfast.chaos;

import holdfast.chaos.Facts.BackupRow;
import holdfast.chaos.Facts.CopyRow;
import holdfast.testing.Api;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** What each node lists for each destination is what the catalog's tables say. */
record ListsCheck() implements Check {
  @Override
  public List<String> violations(Evidence evidence) {
    List<String> violations = new ArrayList<>();
    for (Node node : evidence.installation().nodes()) {
      for (Place place : evidence.installation().places()) {
        compare(expected(place, evidence), listed(node.api(), place), place, violations);
      }
    }
    return violations;
  }

  private static void compare(
      Set<String> expected, Set<String> listed, Place place, List<String> violations) {
    Set<String> missing = new TreeSet<>(expected);
    missing.removeAll(listed);
    missing.forEach(it -> violations.add("not listed in %s: %s".formatted(place.id(), it)));
    Set<String> more = new TreeSet<>(listed);
    more.removeAll(expected);
    more.forEach(it -> violations.add("listed in %s, not so: %s".formatted(place.id(), it)));
  }

  private static Set<String> expected(Place place, Evidence evidence) {
    Set<String> items = new TreeSet<>();
    for (CopyRow copy : evidence.facts().copies()) {
      BackupRow backup = evidence.facts().backup(copy.uid());
      if (backup != null && evidence.placeOf(copy).equals(place)) {
        items.add(item(backup.uid(), backup.slug(), copy.status(), "" + copy.sizeBytes()));
      }
    }
    return items;
  }

  private static Set<String> listed(Api api, Place place) {
    Set<String> items = new TreeSet<>();
    String path = "/v1/backup-destinations/" + place.id() + "/backups?per_page=7";
    String cursor = "";
    do {
      Api.Answer answer = api.get(path + cursor);
      for (JsonNode it : answer.data()) {
        String size = it.path("config").path("size").asString();
        items.add(item(text(it, "uid"), text(it, "id"), text(it, "status"), size));
      }
      String next = answer.body().path("pagination").path("cursor").asString("");
      cursor = next.isEmpty() ? "" : "&cursor=" + next;
    } while (!cursor.isEmpty());
    return items;
  }

  private static String text(JsonNode item, String field) {
    return item.path(field).asString();
  }

  private static String item(String uid, String slug, String status, String size) {
    return "%s %s %s %s bytes".formatted(uid, slug, status, size);
  }
}
