package holdfast.cli.demo;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Closes what it owns, newest first, once: at its own close, or when the process is told to end
 * before. Thread-safe.
 */
final class Cleanup implements AutoCloseable {
  private final Deque<AutoCloseable> owned = new ArrayDeque<>();

  static Cleanup onExit() {
    Cleanup cleanup = new Cleanup();
    Runtime.getRuntime().addShutdownHook(new Thread(cleanup::close, "cleanup"));
    return cleanup;
  }

  synchronized <T extends AutoCloseable> T owns(T resource) {
    owned.push(resource);
    return resource;
  }

  Path temporaryFolder() throws IOException {
    Path folder = Files.createTempDirectory("holdfast-demo-");
    owns(() -> deleteTree(folder));
    return folder;
  }

  @Override
  public synchronized void close() {
    while (!owned.isEmpty()) {
      try {
        owned.pop().close();
      } catch (Exception e) {
        System.err.println("Cleaning up: " + e.getMessage());
      }
    }
  }

  private static void deleteTree(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
