package holdfast.reference;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testing.ServerProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in Chromium, served by a real server: {@code src/test/js/docs-page.mjs} looks at it. */
class PageInBrowserTest {
  @TempDir Path folder;

  @Test
  void showsTheWayThatIsAskedForCopiesAndFitsAPhone() throws Exception {
    try (ServerProcess server = ServerProcess.start(folder.resolve("data"), Map.of())) {
      Process look =
          new ProcessBuilder("node", "src/test/js/docs-page.mjs", server.url() + "/docs")
              .redirectErrorStream(true)
              .start();
      String said =
          new String(look.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      assertThat(look.waitFor()).as(said).isZero();
    }
  }
}
