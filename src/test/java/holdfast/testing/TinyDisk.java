package holdfast.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A real file system of a megabyte, to be filled up. Mounting needs Linux and root (as in a
 * privileged container): without them the tests of a full disk fail and say so, since to skip them
 * would claim what nobody has seen.
 */
public final class TinyDisk implements AutoCloseable {
  private final Path folder;

  private TinyDisk(Path folder) {
    this.folder = folder;
  }

  /**
   * @param options of tmpfs: {@code size=1m}
   */
  public static TinyDisk mount(Path parent, String options) throws IOException {
    Path folder = Files.createTempDirectory(parent.toRealPath(), "disk");
    run(List.of("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.toString()));
    return new TinyDisk(folder);
  }

  public Path folder() {
    return folder;
  }

  @Override
  public void close() throws IOException {
    run(List.of("umount", folder.toString()));
  }

  private static void run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(
            "this test needs to mount a tmpfs (Linux, root): " + command + ": " + output);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    }
  }
}
