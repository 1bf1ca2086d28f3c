package holdfast.api;

import org.junit.jupiter.api.BeforeEach;
import tools.jackson.databind.JsonNode;

/** An addon to be scheduled, and a second destination. */
abstract class ScheduleApiTest extends ApiTest {
  static final String HOURLY = "{'interval':'hourly','minute':[0]}";
  static final String DAILY = "{'interval':'daily','minute':[0],'hour':[4]}";
  static final String WEEKLY = "{'interval':'weekly','minute':[0],'hour':[4],'day':[6]}";
  static final String RETAINED = "'backupType':'dump','retentionTime':7}";

  String addon;
  String schedules;

  @BeforeEach
  final void makeAddonAndDestination() {
    addon = addon("Shop", "Shop DB");
    schedules = addon + "/backup-schedules";
    post("/v1/backup-destinations", json("{'name':'Second One','type':'local'}")).ok();
  }

  static String dumps(String scheduling) {
    return json("{'scheduling':" + scheduling + "," + RETAINED);
  }

  static String dumpsWith(String scheduling, String more) {
    return json("{'scheduling':" + scheduling + "," + more + "," + RETAINED);
  }

  final String make(String body) {
    return post(schedules, body).ok().data().path("id").asString();
  }

  final JsonNode listed() {
    return get(schedules).ok().data().path("schedules");
  }
}
