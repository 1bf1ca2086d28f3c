package holdfast.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.testing.Failures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalRootsTest {
  @TempDir private Path folder;
  private Path root;
  private LocalRoots roots;

  @BeforeEach
  void makeOneRoot() throws IOException {
    root = Files.createDirectories(folder.toRealPath().resolve("root"));
    roots = new LocalRoots(List.of(root));
  }

  @Test
  void resolvesFoldersInside() throws Exception {
    Path inside = Files.createDirectories(root.resolve("a/b"));

    assertThat(roots.resolve(inside.toString())).isEqualTo(inside);
    assertThat(roots.resolve(inside + "/")).isEqualTo(inside);
    assertThat(roots.resolve(root.toString())).isEqualTo(root);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "backups", "./backups", "~/backups", "nul\0byte"})
  void refusesWhatIsNotAbsolute(String path) {
    assertThat(refusal(path)).isEqualTo(FailureCode.DESTINATION_INVALID);
  }

  @Test
  void refusesToGoUp() throws Exception {
    Files.createDirectories(root.resolve("a"));

    assertThat(refusal(root + "/../root/a")).isEqualTo(FailureCode.DESTINATION_INVALID);
    assertThat(refusal(root + "/a/..")).isEqualTo(FailureCode.DESTINATION_INVALID);
    assertThat(refusal(root + "/./a")).isEqualTo(FailureCode.DESTINATION_INVALID);
  }

  @Test
  void refusesWhatLiesOutsideAndNamesTheRoots() throws Exception {
    Files.createDirectories(folder.resolve("rooted"));

    assertThat(refusal("/etc")).isEqualTo(FailureCode.DESTINATION_INVALID);
    assertThat(refusal("/")).isEqualTo(FailureCode.DESTINATION_INVALID);
    Failure sibling = Failures.of(() -> roots.resolve(root + "ed"));
    assertThat(sibling.code()).isEqualTo(FailureCode.DESTINATION_INVALID);
    assertThat(sibling.message()).contains("outside");
    assertThat(sibling.hint()).contains(root.toString());
  }

  @Test
  void refusesLinksThatLeadOutAtAnyLevel() throws Exception {
    Path outside = Files.createDirectories(folder.resolve("outside/deep"));
    Files.createSymbolicLink(root.resolve("link"), outside);
    Files.createDirectories(root.resolve("a"));
    Files.createSymbolicLink(root.resolve("a/link"), outside.getParent());

    assertThat(refusal(root + "/link")).isEqualTo(FailureCode.DESTINATION_INVALID);
    assertThat(refusal(root + "/a/link/deep")).isEqualTo(FailureCode.DESTINATION_INVALID);
    assertThat(refusal(root + "/link/absent")).isEqualTo(FailureCode.DESTINATION_INVALID);
    assertThat(Failures.codeOf(() -> roots.create(root + "/link/absent")))
        .isEqualTo(FailureCode.DESTINATION_INVALID);
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void resolvesLinksThatStayInside() throws Exception {
    Path inside = Files.createDirectories(root.resolve("inside"));
    Files.createSymbolicLink(root.resolve("link"), inside);

    assertThat(roots.resolve(root + "/link")).isEqualTo(inside);
  }

  @Test
  void trustsARootThatIsALinkItself() throws Exception {
    Path link = Files.createSymbolicLink(folder.toRealPath().resolve("link"), root);
    Path inside = Files.createDirectories(root.resolve("inside"));

    assertThat(new LocalRoots(List.of(link)).resolve(link + "/inside")).isEqualTo(inside);
  }

  @Test
  void saysThatAFolderIsMissing() throws Exception {
    assertThat(refusal(root + "/absent")).isEqualTo(FailureCode.DESTINATION_MISSING);
    Files.delete(root);
    assertThat(refusal(root + "/absent")).isEqualTo(FailureCode.DESTINATION_MISSING);
    assertThat(refusal(root.toString())).isEqualTo(FailureCode.DESTINATION_MISSING);
  }

  @Test
  void refusesAFile() throws Exception {
    Files.createFile(root.resolve("file"));

    assertThat(refusal(root + "/file")).isEqualTo(FailureCode.DESTINATION_INVALID);
  }

  @Test
  void makesAFolderForItsOwnerOnly() throws Exception {
    Path made = roots.create(root + "/a/b");

    assertThat(made).isEqualTo(root.resolve("a/b")).isDirectory();
    assertThat(roots.create(root + "/a/b")).isEqualTo(made);
    for (Path each : List.of(made, root.resolve("a"))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void allowsNothingWithoutRoots() {
    Failure failure = Failures.of(() -> new LocalRoots(List.of()).resolve(root.toString()));

    assertThat(failure.code()).isEqualTo(FailureCode.DESTINATION_INVALID);
    assertThat(failure.hint()).contains("HOLDFAST_LOCAL_ROOTS");
  }

  @Test
  void refusesARootThatIsNotAbsolute() {
    assertThatThrownBy(() -> new LocalRoots(List.of(Path.of("backups"))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private FailureCode refusal(String path) {
    return Failures.codeOf(() -> roots.resolve(path));
  }
}
