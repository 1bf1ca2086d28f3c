package holdfast.cli.demo;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes what it owns, newest first, once: at its own close, or when the process is told to end
 * before. Then the thread that made it is interrupted and gets a bounded time to come to its own
 * close, so that what is just starting is closed as well. Thread-safe.
 */
final class Cleanup implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Deque<AutoCloseable> owned = new ArrayDeque<>();
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread owner = Thread.currentThread();
  private volatile boolean told;
  private boolean closed;

  private Cleanup() {}

  static Cleanup onExit() {
    Cleanup cleanup = new Cleanup();
    Runtime.getRuntime().addShutdownHook(new Thread(cleanup::end, "cleanup"));
    return cleanup;
  }

  /** A resource that comes after the close is closed at once. */
  synchronized <T extends AutoCloseable> T owns(T resource) {
    if (closed) {
      close(resource);
    } else {
      owned.push(resource);
    }
    return resource;
  }

  Path temporaryFolder() throws IOException {
    Path folder = Files.createTempDirectory("holdfast-demo-");
    owns(() -> deleteTree(folder));
    return folder;
  }

  /** Whether the process was told to end: what fails after it is no news. */
  boolean wasTold() {
    return told;
  }

  @Override
  public void close() {
    // An interrupted thread could not wait for the database server's end.
    boolean interrupted = Thread.interrupted();
    closeAll();
    done.countDown();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void closeAll() {
    closed = true;
    while (!owned.isEmpty()) {
      close(owned.pop());
    }
  }

  private static void close(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      System.err.println("Cleaning up: " + e.getMessage());
    }
  }

  /** The shutdown hook. It cannot join the owner, which may itself be waiting in System.exit. */
  private void end() {
    if (done.getCount() == 0) {
      return;
    }
    told = true;
    owner.interrupt();
    try {
      if (done.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    close();
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
