package holdfast.cli.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.cli.CommandException;
import holdfast.testing.Snapshots;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnpackingTest {
  @TempDir Path temporary;

  @Test
  void replacesAnEmptyFolder() throws Exception {
    Path folder = Files.createDirectory(temporary.resolve("restored"));
    assertThat(unpack(folder, zstd("base/1/PG_VERSION"))).isEqualTo(1);
    assertThat(folder.resolve("base/1/PG_VERSION")).hasContent("15");
  }

  @Test
  void followsALinkToAnEmptyFolder() throws Exception {
    Path folder = Files.createDirectory(temporary.resolve("disk"));
    Path link = Files.createSymbolicLink(temporary.resolve("restored"), folder);
    unpack(link, zstd("PG_VERSION"));
    assertThat(link).isSymbolicLink();
    assertThat(folder.resolve("PG_VERSION")).hasContent("15");
  }

  @Test
  void findsOutBeforeItReadsThatTheFolderCanBeReplaced() throws Exception {
    Path folder = Files.createDirectory(temporary.resolve("restored"));
    InputStream stored =
        new FilterInputStream(new ByteArrayInputStream(zstd("PG_VERSION"))) {
          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            assertThat(folder).doesNotExist();
            return super.read(bytes, offset, length);
          }
        };
    Unpacking.into(folder, "data.0000.tar.zst").unpack(stored);
    assertThat(folder.resolve("PG_VERSION")).exists();
  }

  @Test
  void leavesWhatAnotherDownloadUnpacks() throws Exception {
    Path folder = temporary.resolve("restored");
    Path other = Files.createDirectory(temporary.resolve("restored.part"));
    Files.writeString(other.resolve("PG_VERSION"), "14");
    assertThatThrownBy(() -> unpack(folder, zstd("PG_VERSION")))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("restored.part is there already");
    assertThat(other.resolve("PG_VERSION")).hasContent("14");
    assertThat(folder).doesNotExist();
  }

  @Test
  void readsOnToTheChecksumOfTheCompression() throws Exception {
    Path folder = temporary.resolve("restored");
    byte[] stored = zstd("PG_VERSION");
    stored[stored.length - 1] ^= 1;
    int checksum = stored.length - 4;
    InputStream inTwo =
        new SequenceInputStream(
            new ByteArrayInputStream(stored, 0, checksum),
            new ByteArrayInputStream(stored, checksum, 4));
    assertThatThrownBy(() -> Unpacking.into(folder, "data.0000.tar.zst").unpack(inTwo))
        .isInstanceOf(IOException.class);
    assertThat(folder).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../outside", "base/../../outside", "/tmp/holdfast-outside"})
  void writesNothingOutsideTheFolder(String name) throws Exception {
    byte[] stored = zstd(name);
    assertThatThrownBy(() -> unpack(temporary.resolve("restored"), stored))
        .isInstanceOf(IOException.class);
    assertThat(temporary.resolve(name)).doesNotExist();
  }

  private static long unpack(Path folder, byte[] stored) throws CommandException, IOException {
    return Unpacking.into(folder, "data.0000.tar.zst").unpack(new ByteArrayInputStream(stored));
  }

  private static byte[] zstd(String name) throws IOException {
    return Snapshots.stored(name, "15");
  }
}
