package holdfast.destination;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testing.Failures;
import holdfast.testing.LimitedRights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalRightsTest {
  @TempDir private Path folder;
  private Path above;
  private Path root;

  @BeforeEach
  void storeAnObject() throws Exception {
    above = folder.toRealPath().resolve("above");
    root = Files.createDirectories(above.resolve("root"));
    DestinationFixture.put(new LocalDestination(root), "key", "x");
  }

  @AfterEach
  void letItBeDeleted() throws Exception {
    allow(above, "rwx------");
    allow(root, "rwx------");
  }

  @Test
  void saysThatItMayNotWrite() throws Exception {
    allow(root, "r-x------");

    assertThat(run().lines())
        .containsExactly(
            "resolve: none",
            "put: DESTINATION_ACCESS_DENIED",
            "delete: DESTINATION_ACCESS_DENIED",
            "list: none",
            "open: none",
            "stat: none");
  }

  @Test
  void saysThatItMayNotRead() throws Exception {
    allow(root, "---------");

    assertThat(run().lines())
        .containsExactly(
            "resolve: none",
            "put: DESTINATION_ACCESS_DENIED",
            "delete: DESTINATION_ACCESS_DENIED",
            "list: DESTINATION_ACCESS_DENIED",
            "open: DESTINATION_ACCESS_DENIED",
            "stat: DESTINATION_ACCESS_DENIED");
  }

  @Test
  void saysThatItMayNotPassThroughTheFolderAbove() throws Exception {
    allow(above, "---------");

    assertThat(run().lines())
        .hasSize(6)
        .allMatch(line -> line.endsWith(": DESTINATION_ACCESS_DENIED"));
  }

  private String run() throws Exception {
    return LimitedRights.run(Program.class, folder.toRealPath().toString(), root.toString());
  }

  private static void allow(Path path, String permissions) throws Exception {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  /** Tries each call and prints how it failed. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      LocalRoots roots = new LocalRoots(List.of(Path.of(arguments[0])));
      Destination destination = new LocalDestination(Path.of(arguments[1]));
      tell("resolve", () -> roots.resolve(arguments[1]));
      tell("put", () -> DestinationFixture.put(destination, "other", "x"));
      tell("delete", () -> destination.delete("key"));
      tell("list", () -> destination.list("", object -> {}));
      tell("open", () -> destination.open("key", 0).close());
      tell("stat", () -> destination.stat("key"));
    }

    private static void tell(String name, Failures.Call call) {
      String code = Failures.perhaps(call).map(failure -> failure.code().name()).orElse("none");
      System.out.println(name + ": " + code);
    }
  }
}
