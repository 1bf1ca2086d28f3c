package holdfast.database.tool;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.model.RunTag;
import holdfast.testing.Runs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

class PrivateFolderTest {
  private final PrivateFolders folders = PrivateFolders.ofThisMachine();
  private final RunTag first = Runs.newTag();
  private final RunTag second = new RunTag(first.instanceId(), first.runId(), 2);

  @Test
  void onlyItsOwnerCanReadTheFile() throws Exception {
    PrivateFolder folder = folders.create(first, "secrets", "s3cret\n");
    try {
      assertThat(Files.readString(folder.file("secrets"))).isEqualTo("s3cret\n");
      assertThat(permissions(folder.file("secrets"))).isEqualTo("rw-------");
      assertThat(permissions(folder.path())).isEqualTo("rwx------");
    } finally {
      folder.delete();
      folder.delete();
    }
    assertThat(folder.path()).doesNotExist();
  }

  @Test
  void theFoldersOfDeadAttemptsAreDeletedAndNoOthers() {
    PrivateFolder dead = folders.create(first, "secrets", "");
    PrivateFolder alive = folders.create(second, "secrets", "");

    folders.deleteAllOf(first);

    assertThat(dead.path()).doesNotExist();
    assertThat(alive.path()).exists();
    folders.deleteAllOf(second);
    assertThat(alive.path()).doesNotExist();
  }

  private static String permissions(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
