package holdfast.engine;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.database.DatabaseDrivers;
import holdfast.destination.DestinationSettings;
import holdfast.destination.Destinations;
import holdfast.destination.LocalRoots;
import holdfast.model.AddonType;
import holdfast.model.BackupDestination;
import holdfast.model.BackupType;
import holdfast.model.DestinationId;
import holdfast.model.Location;
import holdfast.model.Slug;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriverInspectionsTest {
  private static final DestinationId ID = DestinationId.of("0".repeat(24));

  @TempDir Path temporary;
  private Path folder;
  private DriverInspections inspections;

  @BeforeEach
  void makeInspections() throws Exception {
    folder = temporary.toRealPath();
    inspections =
        new DriverInspections(
            DatabaseDrivers.all(Path.of(".")),
            new Destinations(DestinationSettings.defaults(new LocalRoots(List.of(folder)))),
            folder);
  }

  @Test
  void findsTheBackupsWhoseManifestsAreThere() throws Exception {
    Path there = Files.createDirectories(folder.resolve("store/p/shop/db/1/1"));
    Files.writeString(there.resolve("manifest.json"), "{}");
    Files.createDirectories(folder.resolve("store/p/shop/db/2/1"));

    Set<String> found = inspections.findBackups(store(), Set.of("shop/db/1/1/", "shop/db/2/1/"));

    assertThat(found).containsExactly("shop/db/1/1/");
  }

  @Test
  void saysStepByStepWhatADestinationCanDo() throws Exception {
    assertThat(inspections.inspect(store()).isOk()).isFalse();
    Files.createDirectories(folder.resolve("store"));

    Inspections.DestinationReport report = inspections.inspect(store());

    assertThat(report.isOk()).isTrue();
    assertThat(report.steps())
        .extracting(Inspections.DestinationReport.Step::name)
        .containsExactly("write", "read", "list", "delete");
  }

  @Test
  void makesTheFolderOfADestinationThatNamesNone() throws Exception {
    assertThat(Path.of(inspections.createLocalFolder(ID))).isDirectory().startsWith(folder);
  }

  @Test
  void knowsWhatEachTypeCanHave() {
    assertThat(inspections.backupTypes(AddonType.POSTGRESQL))
        .containsExactlyInAnyOrder(BackupType.DUMP, BackupType.SNAPSHOT);
    assertThat(inspections.backupTypes(AddonType.REDIS)).containsExactly(BackupType.SNAPSHOT);
    assertThat(inspections.backupTypes(AddonType.MONGODB)).isEmpty();
  }

  private BackupDestination store() {
    Location location = new Location.Local(folder.resolve("store").toString());
    return new BackupDestination(
        ID, new Slug("store"), "Store", null, "p/", location, Instant.EPOCH, Instant.EPOCH);
  }
}
