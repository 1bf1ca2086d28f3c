package holdfast.api;

import holdfast.model.BackupDestination;
import holdfast.model.Location;
import tools.jackson.databind.node.ObjectNode;

/** A backup destination as it is shown: without what is secret. */
final class DestinationJson {
  private static final String MASK = "****";
  private static final int SHOWN = 4;

  private DestinationJson() {}

  static ObjectNode of(BackupDestination destination) {
    ObjectNode json = Json.object();
    json.put("id", destination.slug().value());
    json.put("name", destination.name());
    Json.putText(json, "description", destination.description());
    json.put("type", destination.location().type());
    json.put("prefix", destination.prefix());
    switch (destination.location()) {
      case Location.S3 s3 -> json.set("credentials", masked(s3));
      case Location.Local local -> json.put("path", local.path());
    }
    json.put("createdAt", Json.time(destination.createdAt()));
    json.put("updatedAt", Json.time(destination.updatedAt()));
    return json;
  }

  private static ObjectNode masked(Location.S3 s3) {
    return Json.object()
        .put("accessKey", MASK + lastFour(s3.accessKey()))
        .put("secretKey", MASK)
        .put("bucketName", s3.bucket())
        .put("region", s3.region())
        .put("endpoint", s3.endpoint());
  }

  /** Of a key so short that four characters would be most of it: none. */
  private static String lastFour(String key) {
    return key.length() < 3 * SHOWN ? "" : key.substring(key.length() - SHOWN);
  }
}
