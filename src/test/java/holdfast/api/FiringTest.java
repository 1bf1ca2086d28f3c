package holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.engine.BackupRecords;
import holdfast.engine.DueSchedules;
import holdfast.model.IdGenerator;
import holdfast.schedule.FiringPolicy;
import holdfast.schedule.Spread;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What is told of firings. The clock stands at 2026-11-24T12:00:00.123Z. */
class FiringTest extends ScheduleApiTest {

  private void tickAfter(Duration step) {
    clock.advance(step);
    FiringPolicy policy = new FiringPolicy(true, Spread.NONE);
    BackupRecords records = new BackupRecords(new IdGenerator(clock), clock, Duration.ofDays(1));
    new DueSchedules(catalog, queue, policy, records, clock).tick();
  }

  @Test
  void tellsWhenAScheduleFiresNextAndWhatBecameOfItsLatestTime() {
    make(dumps(HOURLY));
    assertThat(listed().get(0).has("nextFiringAt")).isFalse();
    assertThat(listed().get(0).has("lastFiring")).isFalse();
    tickAfter(Duration.ZERO);
    assertThat(listed().get(0).path("nextFiringAt").asString())
        .isEqualTo("2026-11-24T13:00:00.000Z");
    assertThat(listed().get(0).has("lastFiring")).isFalse();
    tickAfter(Duration.ofHours(1));
    assertThat(listed().get(0).path("nextFiringAt").asString())
        .isEqualTo("2026-11-24T14:00:00.000Z");
    assertThat(listed().get(0).path("lastFiring").toString())
        .isEqualTo(
            json(
                "{'at':'2026-11-24T13:00:00.000Z','outcome':'taken','backupId':'backup-2026-11-24-13-00-00'}"));
  }

  @Test
  void theBackupCarriesTheScheduleAndIsInTheQueue() {
    make(dumps(HOURLY));
    tickAfter(Duration.ZERO);
    tickAfter(Duration.ofHours(1));
    JsonNode backup = get("/v1/backup-destinations/built-in/backups").ok().data().get(0);
    assertThat(backup.path("id").asString()).isEqualTo("backup-2026-11-24-13-00-00");
    assertThat(backup.path("status").asString()).isEqualTo("scheduled");
    assertThat(backup.at("/schedules/0/interval").asString()).isEqualTo("hourly");
    assertThat(queue.backups).hasSize(1);
  }

  @Test
  void listsWhatBecameOfEachTimePageByPageNewestFirst() {
    String id = make(dumps(HOURLY));
    tickAfter(Duration.ZERO);
    tickAfter(Duration.ofHours(1));
    tickAfter(Duration.ofHours(1));
    post(addon + "/pause", "").ok();
    tickAfter(Duration.ofHours(1));
    String firings = schedules + "/" + id + "/firings";
    Reply first = get(firings + "?per_page=2").ok();
    assertThat(first.data().path("firings").toString())
        .isEqualTo(
            json(
                "[{'at':'2026-11-24T15:00:00.000Z','outcome':'skipped','reason':'the addon is paused',"
                    + "'since':'2026-11-24T15:00:00.000Z','actedAt':'2026-11-24T15:00:00.123Z'},"
                    + "{'at':'2026-11-24T14:00:00.000Z','outcome':'skipped',"
                    + "'reason':'the backup backup-2026-11-24-13-00-00 has not ended',"
                    + "'since':'2026-11-24T14:00:00.000Z','actedAt':'2026-11-24T14:00:00.123Z'}]"));
    String cursor = first.json().at("/pagination/cursor").asString();
    Reply last = get(firings + "?per_page=2&cursor=" + cursor).ok();
    assertThat(last.data().path("firings")).hasSize(1);
    assertThat(last.data().at("/firings/0/outcome").asString()).isEqualTo("taken");
    assertThat(last.json().at("/pagination/hasNextPage").asBoolean()).isFalse();
  }

  @Test
  void theSetThatAnAddonShowsIsStillOneThatItTakes() {
    make(dumps(HOURLY));
    tickAfter(Duration.ZERO);
    tickAfter(Duration.ofHours(1));
    JsonNode before = listed();
    JsonNode set = get(addon).ok().data().path("backupSchedules");
    patch(addon, "{\"backupSchedules\":%s}".formatted(set)).ok();
    assertThat(listed()).isEqualTo(before);
  }
}
