package holdfast.destination;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.testing.Failures;
import holdfast.testing.TinyDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalDestinationTest extends DestinationContract {
  @TempDir private Path folder;
  private Path root;

  @Override
  protected Destination open() throws IOException {
    return new LocalDestination(Files.createDirectories(folder.toRealPath().resolve("root")));
  }

  @BeforeEach
  void locate() throws IOException {
    root = folder.toRealPath().resolve("root");
  }

  @Override
  protected void assertNothingIsLeft() throws IOException {
    assertThat(everythingBelow(root)).isEmpty();
  }

  @Test
  void keepsFilesAndFoldersForTheirOwnerOnly() throws Exception {
    put("a/b/data", "x");
    Upload open = destination.upload("a/c/data");

    assertThat(everythingBelow(root))
        .hasSize(5)
        .allSatisfy(
            path ->
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------"));
    open.close();
  }

  @Test
  void removesTheFoldersThatADeletionEmpties() throws Exception {
    put("a/b/c/data", "x");
    put("a/other", "x");

    destination.delete("a/b/c/data");
    assertThat(everythingBelow(root)).containsExactly(root.resolve("a"), root.resolve("a/other"));

    destination.delete("a/other");
    assertThat(everythingBelow(root)).isEmpty();
    assertThat(root).exists();
  }

  @Test
  void discardsWhatADeadProcessLeft() throws Exception {
    Path dead = Files.createDirectories(root.resolve("run/1/x"));
    Files.writeString(dead.resolve(".0123456789abcdef.data.0000.dump"), "half");
    Files.createDirectories(root.resolve("run/1/empty/folder"));
    Path other = Files.createDirectories(root.resolve("run/2"));
    Files.writeString(other.resolve(".0123456789abcdef.data.0000.dump"), "half");

    assertThat(keys("")).isEmpty();
    destination.discardUploads("run/1/");

    assertThat(root.resolve("run/1")).doesNotExist();
    assertThat(everythingBelow(other)).hasSize(1);
  }

  @Test
  void leavesAloneWhatIsNotOurs() throws Exception {
    Files.writeString(root.resolve(".DS_Store"), "x");
    Files.writeString(root.resolve("file with spaces"), "x");
    Files.createDirectories(root.resolve("lost+found"));

    assertThat(keys("")).isEmpty();
    destination.discardUploads("");

    assertThat(everythingBelow(root)).hasSize(3);
  }

  @Test
  void followsNoLinkThatWasPlantedLater() throws Exception {
    Path outside = Files.createDirectories(folder.resolve("outside"));
    Path secret = Files.writeString(outside.resolve("secret"), "secret");
    put("a/data", "x");
    Files.createSymbolicLink(root.resolve("way"), outside);
    Files.createSymbolicLink(root.resolve("a/link"), secret);

    for (String key : List.of("way/secret", "way/new", "a/link")) {
      assertFailsWith(FailureCode.DESTINATION_INVALID, () -> destination.open(key, 0));
      assertFailsWith(FailureCode.DESTINATION_INVALID, () -> destination.stat(key));
      assertFailsWith(FailureCode.DESTINATION_INVALID, () -> destination.delete(key));
      assertFailsWith(FailureCode.DESTINATION_INVALID, () -> destination.upload(key));
    }
    assertFailsWith(FailureCode.DESTINATION_INVALID, () -> keys("way/"));
    assertThat(keys("")).containsExactly("a/data");
    assertThat(everythingBelow(outside)).containsExactly(secret);
    assertThat(secret).hasContent("secret");
  }

  @Test
  void followsNoLinkThatWasPlantedDuringTheUpload() throws Exception {
    Path outside = Files.createDirectories(folder.resolve("outside"));
    Upload upload = destination.upload("a/data");
    Files.move(root.resolve("a"), root.resolve("moved"));
    Files.createSymbolicLink(root.resolve("a"), outside);

    assertFailsWith(FailureCode.DESTINATION_INVALID, upload::commit);
    upload.close();

    assertThat(everythingBelow(outside)).isEmpty();
  }

  @Test
  void doesNotFollowItsOwnFolderWhenThatBecameALink() throws Exception {
    Path outside = Files.createDirectories(folder.resolve("outside"));
    Files.delete(root);
    Files.createSymbolicLink(root, outside);

    assertFailsWith(FailureCode.DESTINATION_INVALID, () -> put("key", "x"));
    assertFailsWith(FailureCode.DESTINATION_INVALID, () -> keys(""));
  }

  @Test
  void saysThatTheFolderIsMissingAndNotThatTheObjectIs() throws Exception {
    Files.delete(root);

    assertFailsWith(FailureCode.DESTINATION_MISSING, () -> destination.stat("key"));
    assertFailsWith(FailureCode.DESTINATION_MISSING, () -> destination.open("key", 0));
    assertFailsWith(FailureCode.DESTINATION_MISSING, () -> destination.delete("key"));
    assertFailsWith(FailureCode.DESTINATION_MISSING, () -> destination.upload("key"));
    assertFailsWith(FailureCode.DESTINATION_MISSING, () -> keys(""));
    assertFailsWith(FailureCode.DESTINATION_MISSING, () -> destination.discardUploads(""));
    assertThat(root).doesNotExist();
  }

  @Test
  void noticesThatAFileWasCutShortWhileItIsRead() throws Exception {
    put("key", "x".repeat(100_000));
    try (var in = destination.open("key", 0)) {
      in.readNBytes(10);
      Files.writeString(root.resolve("key"), "short");

      assertFailsWith(FailureCode.DESTINATION_ERROR, in::readAllBytes);
    }
  }

  @Test
  void refusesAKeyThatIsTheFolderOfAnother() throws Exception {
    put("a/b", "x");

    assertFailsWith(FailureCode.DESTINATION_ERROR, () -> put("a", "x"));
    assertFailsWith(FailureCode.DESTINATION_ERROR, () -> put("a/b/c", "x"));
    assertThat(everythingBelow(root)).hasSize(2);
  }

  @Test
  void saysThatTheDiskIsFullAndLeavesNothing() throws Exception {
    try (TinyDisk disk = TinyDisk.mount(folder, "size=1m");
        Destination full = new LocalDestination(disk.folder())) {
      put(full, "a/before", "x".repeat(100_000));
      Upload upload = full.upload("a/data");

      Failure failure = Failures.of(() -> upload.write(new byte[2 << 20], 0, 2 << 20));
      assertThat(failure.code()).isEqualTo(FailureCode.DESTINATION_FULL);
      assertThat(failure.message()).contains("a/data").contains("no space left");
      assertFailsWith(FailureCode.DESTINATION_FULL, upload::commit);
      upload.close();

      assertThat(everythingBelow(disk.folder()))
          .containsExactly(disk.folder().resolve("a"), disk.folder().resolve("a/before"));
      put(full, "a/after", "x".repeat(100_000));
    }
  }

  @Test
  void saysThatTheDiskIsFullWhenItHasNoInodes() throws Exception {
    try (TinyDisk disk = TinyDisk.mount(folder, "size=1m,nr_inodes=3");
        Destination full = new LocalDestination(disk.folder())) {
      put(full, "a", "x");
      put(full, "b", "x");

      assertFailsWith(FailureCode.DESTINATION_FULL, () -> put(full, "c", "x"));
    }
  }

  @Test
  void saysThatTheDiskCannotBeWritten() throws Exception {
    try (TinyDisk disk = TinyDisk.mount(folder, "size=1m,ro");
        Destination readOnly = new LocalDestination(disk.folder())) {
      assertFailsWith(FailureCode.DESTINATION_ACCESS_DENIED, () -> put(readOnly, "key", "x"));
    }
  }

  private static List<Path> everythingBelow(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.filter(path -> !path.equals(folder)).sorted().toList();
    }
  }
}
