package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.model.RunTag;
import holdfast.model.Secret;
import holdfast.testing.Runs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PrivateFolderTest {
  private final PrivateFolders folders = PrivateFolders.ofThisMachine();
  private final RunTag first = Runs.newTag();
  private final RunTag second = new RunTag(first.instanceId(), first.runId(), 2);

  @Test
  void onlyItsOwnerCanReadThePassword() throws Exception {
    PrivateFolder folder = folders.create(first, Optional.of(new Secret("a:b\\c")));
    try {
      assertThat(Files.readString(folder.passwordFile())).isEqualTo("*:*:*:*:a\\:b\\\\c\n");
      assertThat(permissions(folder.passwordFile())).isEqualTo("rw-------");
      assertThat(permissions(folder.path())).isEqualTo("rwx------");
    } finally {
      folder.delete();
      folder.delete();
    }
    assertThat(folder.path()).doesNotExist();
  }

  @Test
  void theFoldersOfDeadAttemptsAreDeletedAndNoOthers() {
    PrivateFolder dead = folders.create(first, Optional.empty());
    PrivateFolder alive = folders.create(second, Optional.empty());

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
