package holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.model.Backup;
import holdfast.model.BackupDestination;
import holdfast.model.BackupId;
import holdfast.model.BackupStatus;
import holdfast.model.Copy;
import holdfast.model.DatabaseSet;
import holdfast.model.FiredSchedule;
import holdfast.model.IdGenerator;
import holdfast.model.Interval;
import holdfast.model.ScheduleId;
import holdfast.model.Slug;
import holdfast.model.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a schedule's retention means for its backups, and the dry run that shows it. */
class RetentionTest extends ScheduleApiTest {
  private static final int DAYS = 7;

  /** Asks for a backup into both destinations: for ever into the first, for days into the other. */
  private JsonNode request(String name) {
    return post(
            addon + "/backups",
            json(
                "{'name':'%s','additionalDestinations':[{'destinationId':'second-one','retentionTime':7,'type':'custom'}]}"
                    .formatted(name)))
        .ok()
        .data();
  }

  private String completed(String name) {
    String uid = request(name).path("uid").asString();
    story.completes(uid, 4711);
    return uid;
  }

  private JsonNode retention(String query) {
    return get(addon + "/backup-retention" + query).ok().data().path("retention");
  }

  @Test
  void showsOfEachCopyWhetherItWouldGoAndWhy() {
    String one = completed("One");
    clock.advance(Duration.ofDays(1));
    completed("Two");
    JsonNode now = retention("");
    assertThat(now).hasSize(2);
    assertThat(now.get(1).toString())
        .isEqualTo(
            json(
                "{'backupId':'one','uid':'%s','status':'completed','createdAt':'2026-11-24T12:00:00.123Z','copies':["
                        .formatted(one)
                    + "{'destinationId':'built-in','status':'completed','verdict':'keep','reason':'it is kept until a person deletes it'},"
                    + "{'destinationId':'second-one','status':'completed','expiresAt':'2026-12-01T12:00:00.123Z','verdict':'keep',"
                    + "'reason':'its time is not up before 2026-12-01T12:00:00.123Z'}]}"));
  }

  @Test
  void showsWhatItWillBeLikeAtAnotherMomentAndRemovesNothing() {
    completed("One");
    clock.advance(Duration.ofDays(1));
    completed("Two");
    story.fails(request("Three").path("uid").asString());
    JsonNode later = retention("?at=2026-12-10T00:00:00Z");
    assertThat(verdicts(later)).containsExactly("keep keep", "keep keep", "keep expire");
    assertThat(later.get(1).at("/copies/1/reason").asString())
        .isEqualTo("it is the newest completed backup here, and a later one failed");
    assertThat(later.get(2).at("/copies/1/reason").asString())
        .isEqualTo("its time was up at 2026-12-01T12:00:00.123Z");
    assertThat(verdicts(retention("?at=2026-12-10T01:00:00+01:00"))).isEqualTo(verdicts(later));
    assertThat(verdicts(retention("?at=1796860800"))).isEqualTo(verdicts(later));
    assertThat(verdicts(retention(""))).containsOnly("keep keep");
    assertThat(get(addon + "/backups").ok().data().path("backups")).hasSize(3);
  }

  private static List<String> verdicts(JsonNode retention) {
    return retention
        .valueStream()
        .map(
            backup ->
                String.join(
                    " ",
                    backup
                        .path("copies")
                        .valueStream()
                        .map(copy -> copy.path("verdict").asString())
                        .toList()))
        .toList();
  }

  @Test
  void refusesAMomentThatIsNone() {
    get(addon + "/backup-retention?at=tomorrow")
        .invalidOnly("at", "must be a time like 2026-11-24T12:00:00.000Z");
  }

  @Test
  void showsPagesNewestFirst() {
    completed("One");
    completed("Two");
    completed("Three");
    Reply first = get(addon + "/backup-retention?per_page=2").ok();
    assertThat(ids(first)).containsExactly("three", "two");
    String cursor = first.json().at("/pagination/cursor").asString();
    Reply last = get(addon + "/backup-retention?per_page=2&cursor=" + cursor).ok();
    assertThat(ids(last)).containsExactly("one");
    assertThat(last.json().path("pagination").has("cursor")).isFalse();
  }

  private static List<String> ids(Reply reply) {
    return reply
        .data()
        .path("retention")
        .valueStream()
        .map(backup -> backup.path("backupId").asString())
        .toList();
  }

  /** As if the schedule had fired: a copy in the built-in destination. */
  private String taken(String schedule, String name) {
    Backup shape = shape(name);
    BackupDestination builtIn =
        catalog.read(s -> s.destinations().find(BackupDestination.BUILT_IN)).orElseThrow();
    FiredSchedule fired =
        new FiredSchedule(
            ScheduleId.of(schedule),
            new Timing(Interval.DAILY, List.of(0), List.of(4), List.of()),
            Map.of(builtIn.id(), DAYS));
    Copy copy =
        new Copy(
            builtIn.id(),
            BackupStatus.SCHEDULED,
            null,
            0,
            clock.instant().plus(Duration.ofDays(DAYS)),
            null);
    Backup backup =
        new Backup(
            new IdGenerator(clock).nextBackupId(),
            Slug.of(name),
            name,
            shape.origin(),
            shape.type(),
            shape.compression(),
            shape.source(),
            BackupStatus.SCHEDULED,
            0,
            List.of(fired),
            null,
            null,
            clock.instant(),
            null,
            null,
            shape.progress(),
            List.of(copy),
            DatabaseSet.ONE);
    catalog.write(
        stores -> {
          stores.backups().insert(backup);
          return true;
        });
    return backup.id().toString();
  }

  /** A backup like those of the addon, which is there no longer. */
  private Backup shape(String name) {
    BackupId id = BackupId.of(request(name).path("uid").asString());
    Backup shape = catalog.read(s -> s.backups().get(id)).orElseThrow();
    catalog.write(
        stores -> {
          stores.backups().abort(id, clock.instant());
          stores.backups().markDeleting(id, null, clock.instant());
          shape.copies().forEach(copy -> stores.backups().remove(id, copy.destinationId()));
          return true;
        });
    return shape;
  }

  private String expiredBy(String name) {
    for (JsonNode item : get("/v1/backup-destinations/built-in/backups").ok().data()) {
      if (item.path("name").asString().equals(name)) {
        return Instant.ofEpochMilli(item.path("expiredBy").asLong()).toString();
      }
    }
    throw new AssertionError("not listed: " + name);
  }

  private void setRetention(int days) {
    String schedule = dumps(DAILY).replace("\"retentionTime\":7", "\"retentionTime\":" + days);
    patch(addon, "{\"backupSchedules\":[%s]}".formatted(schedule)).ok();
  }

  @Test
  void aSchedulesNewRetentionReachesItsBackupsAndItsDeletionChangesNothing() {
    String schedule = make(dumps(DAILY));
    story.completes(taken(schedule, "Nightly"), 4711);
    taken(schedule, "Waiting");
    setRetention(20);
    assertThat(expiredBy("Nightly")).isEqualTo("2026-12-14T12:00:00.123Z");
    assertThat(expiredBy("Waiting")).isEqualTo("2026-12-14T12:00:00.123Z");
    setRetention(2);
    assertThat(expiredBy("Nightly")).isEqualTo("2026-11-26T12:00:00.123Z");
    delete(schedules + "/" + schedule).ok();
    setRetention(30);
    assertThat(expiredBy("Nightly")).isEqualTo("2026-11-26T12:00:00.123Z");
    assertThat(expiredBy("Waiting")).isEqualTo("2026-11-26T12:00:00.123Z");
  }

  @Test
  void aRetainedBackupOfAScheduleStaysSoWhateverTheScheduleSaysLater() {
    String schedule = make(dumps(DAILY));
    story.completes(taken(schedule, "Nightly"), 4711);
    String waiting = taken(schedule, "Waiting");
    post(addon + "/backups/nightly/retain", "").ok();
    post(addon + "/backups/waiting/retain", "").ok();
    story.completes(waiting, 4711);
    setRetention(2);
    assertThat(expiredBy("Nightly")).isEqualTo("9999-12-31T23:59:59.999Z");
    assertThat(expiredBy("Waiting")).isEqualTo("9999-12-31T23:59:59.999Z");
  }

  @Test
  void theNewestBackupThatAScheduleWillReplaceIsKeptUntilThen() {
    String schedule = make(dumps(DAILY));
    story.completes(taken(schedule, "Nightly"), 4711);
    JsonNode nightly = retention("?at=2027-06-01T00:00:00Z").get(0);
    assertThat(nightly.path("backupId").asString()).isEqualTo("nightly");
    assertThat(nightly.at("/copies/0/verdict").asString()).isEqualTo("keep");
    assertThat(nightly.at("/copies/0/reason").asString()).contains("until its schedule's next");
    delete(schedules + "/" + schedule).ok();
    assertThat(retention("?at=2027-06-01T00:00:00Z").get(0).at("/copies/0/verdict").asString())
        .isEqualTo("expire");
  }
}
