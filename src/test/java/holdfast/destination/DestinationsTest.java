package holdfast.destination;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.destination.DestinationCheck.Step;
import holdfast.model.BackupDestination;
import holdfast.model.DestinationId;
import holdfast.model.FailureCode;
import holdfast.model.Key;
import holdfast.model.Location;
import holdfast.model.Slug;
import holdfast.testing.Failures;
import holdfast.testing.S3Server;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DestinationsTest {
  @TempDir private Path folder;
  private Path root;
  private Destinations destinations;

  @BeforeEach
  void allowOneRoot() throws Exception {
    root = folder.toRealPath();
    destinations = new Destinations(DestinationSettings.defaults(new LocalRoots(List.of(root))));
  }

  @Test
  void opensAFolderUnderItsPrefix() throws Exception {
    try (Destination local = destinations.open(destination(new Location.Local(root.toString())))) {
      DestinationFixture.put(local, "a/data", "x");

      assertThat(root.resolve("backups/a/data")).hasContent("x");
      assertThat(local.stat("a/data")).contains(new StoredObject("a/data", 1));
    }
  }

  @Test
  void opensABucketUnderItsPrefix() throws Exception {
    try (S3Server server = S3Server.start()) {
      server.createBucket("bucket");
      try (Destination s3 = destinations.open(destination(server.location("bucket")));
          Destination whole = new S3Destination(server.location("bucket"), S3Settings.defaults())) {
        DestinationFixture.put(s3, "a/data", "x");

        assertThat(whole.stat("backups/a/data")).isPresent();
      }
      assertThat(destinations.check(destination(server.location("bucket"))))
          .hasSize(4)
          .allMatch(Step::ok);
      assertThat(server.objects("bucket")).isEqualTo(1);
    }
  }

  @Test
  void refusesAFolderOutsideTheRoots() {
    Location.Local outside = new Location.Local("/etc");

    assertThat(Failures.codeOf(() -> destinations.open(destination(outside))))
        .isEqualTo(FailureCode.DESTINATION_INVALID);
    assertThat(destinations.check(destination(outside)))
        .singleElement()
        .satisfies(step -> assertThat(step.name()).isEqualTo("open"))
        .satisfies(step -> assertThat(step.ok()).isFalse());
  }

  @Test
  void makesAFolderOfOurOwn() throws Exception {
    Location.Local built = new Location.Local(root.resolve("built/in").toString());
    assertThat(destinations.check(destination(built)))
        .extracting(Step::name)
        .containsExactly("open");

    assertThat(destinations.createFolder(built)).isDirectory();

    assertThat(destinations.check(destination(built))).hasSize(4).allMatch(Step::ok);
    assertThat(root.resolve("built/in")).isEmptyDirectory();
  }

  @Test
  void aFolderThatNodesShareIsKnownByItsMark() throws Exception {
    DestinationSettings alone = DestinationSettings.defaults(new LocalRoots(List.of(root)));
    Destinations shared =
        new Destinations(
            new DestinationSettings(alone.localRoots(), alone.s3(), alone.retry(), true));
    BackupDestination place = destination(new Location.Local(root.toString()));
    assertThat(Failures.codeOf(() -> shared.open(place)))
        .isEqualTo(FailureCode.DESTINATION_MISSING);
    assertThat(shared.check(place)).extracting(Step::name).containsExactly("open");

    shared.mark(place);
    shared.mark(place);

    assertThat(shared.check(place)).hasSize(4).allMatch(Step::ok);
    try (Destination open = shared.open(place)) {
      open.list("", object -> assertThat(object).as("the mark is no object").isNull());
    }
    assertThat(shared.warnings(place)).singleElement().asString().contains(root.toString());
    assertThat(destinations.warnings(place)).isEmpty();
  }

  private static BackupDestination destination(Location location) {
    return new BackupDestination(
        new DestinationId(new Key("0".repeat(24))),
        new Slug("place"),
        "Place",
        null,
        "backups/",
        location,
        Instant.EPOCH,
        Instant.EPOCH);
  }
}
