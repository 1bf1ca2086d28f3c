package holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.catalog.BackupStore.CopyOutcome;
import holdfast.catalog.BackupStore.Outcome;
import holdfast.catalog.Catalog;
import holdfast.model.Backup;
import holdfast.model.BackupId;
import holdfast.model.BackupStatus;
import holdfast.model.DatabaseSet;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.Progress;
import holdfast.model.RestoreId;
import holdfast.model.StoredDatabase;
import java.time.Clock;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Tells the catalog what runs would. */
record Story(Catalog catalog, Clock clock) {
  static final Failure FAILURE =
      new Failure(FailureCode.DUMP_FAILED, "pg_dump ended with 1", "Look at the log.");
  static final Failure NOT_SUPPORTED =
      new Failure(
          FailureCode.TOOL_TOO_OLD,
          "no pg_dump for version 99",
          "Install the package postgresql-client-99.");

  void begins(String uid) {
    Backup scheduled = get(uid);
    Backup claimed =
        catalog.write(stores -> stores.backups().claim(scheduled, clock.instant())).orElseThrow();
    Progress progress = new Progress(4096, 1024, 1_000_000);
    assertThat(
            catalog.<Boolean>write(
                stores -> stores.backups().progress(claimed.id(), claimed.attempt(), progress)))
        .isTrue();
  }

  void completes(String uid, long sizeBytes) {
    begins(uid);
    ends(uid, BackupStatus.COMPLETED, sizeBytes, null);
  }

  /** As a backup of all databases of a server. */
  void completes(String uid, String... databases) {
    begins(uid);
    ends(
        uid,
        BackupStatus.COMPLETED,
        7L * databases.length,
        null,
        new DatabaseSet(
            true, Arrays.stream(databases).map(name -> new StoredDatabase(name, 70, 7)).toList()));
  }

  void fails(String uid) {
    begins(uid);
    ends(uid, BackupStatus.FAILED, 0, FAILURE);
  }

  void isNotSupported(String uid) {
    begins(uid);
    ends(uid, BackupStatus.NOT_SUPPORTED, 0, NOT_SUPPORTED);
  }

  void isAborted(String uid) {
    Backup backup = get(uid);
    assertThat(
            catalog.<Boolean>write(
                stores ->
                    stores.backups().finishAbort(backup.id(), backup.attempt(), clock.instant())))
        .isTrue();
  }

  void ends(String uid, BackupStatus status, long sizeBytes, @Nullable Failure failure) {
    ends(uid, status, sizeBytes, failure, DatabaseSet.ONE);
  }

  private void ends(
      String uid,
      BackupStatus status,
      long sizeBytes,
      @Nullable Failure failure,
      DatabaseSet databases) {
    Backup backup = get(uid);
    String path = status == BackupStatus.COMPLETED ? "shop/shop-db/one/1/" : null;
    Outcome outcome =
        new Outcome(
            status,
            "16.4",
            failure,
            clock.instant(),
            backup.progress(),
            backup.copies().stream()
                .map(
                    copy -> new CopyOutcome(copy.destinationId(), status, path, sizeBytes, failure))
                .toList(),
            databases);
    assertThat(
            catalog.<Boolean>write(
                stores -> stores.backups().finish(backup.id(), backup.attempt(), outcome)))
        .isTrue();
  }

  private Backup get(String uid) {
    return catalog.read(stores -> stores.backups().get(BackupId.of(uid))).orElseThrow();
  }

  void restoreBegins(String id) {
    var claimed = catalog.write(stores -> stores.restores().claim(RestoreId.of(id)));
    assertThat(claimed.isPresent()).isTrue();
  }

  void restoreEnds(String id, BackupStatus status, @Nullable Failure failure) {
    assertThat(
            catalog.<Boolean>write(
                stores ->
                    stores.restores().finish(RestoreId.of(id), status, failure, clock.instant())))
        .isTrue();
  }
}
