package holdfast.testing;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The libraries' classes as Java has them in memory, kept in a file from which each server process
 * of the tests maps them: a server that lives for seconds spends a third of them on loading. Our
 * own classes, which change, are not among them. Made once by the first who needs it; where that
 * fails, servers only start more slowly.
 */
final class SharedClasses {
  private static final Path FOLDER = Path.of("target", "shared-classes");
  private static final Logger LOG = LoggerFactory.getLogger(SharedClasses.class);
  private static final long SECONDS = 120;
  private static final List<String> OPTIONS = make();

  private SharedClasses() {}

  /** What a server's JVM is to be told: the class path, and where the archive lies. */
  static List<String> options() {
    return OPTIONS;
  }

  /** The class path of the tests; archived classes must come first. */
  private static String classPath() {
    return joined(Stream.concat(entries(true), entries(false)));
  }

  private static Stream<String> entries(boolean jars) {
    return ClassPath.entries().stream().filter(it -> it.endsWith(".jar") == jars);
  }

  private static String joined(Stream<String> entries) {
    return entries.collect(Collectors.joining(File.pathSeparator));
  }

  private static List<String> make() {
    List<String> options = new ArrayList<>(List.of("-cp", classPath()));
    Path archive = FOLDER.resolve("libraries-%08x.jsa".formatted(key()));
    try {
      Files.createDirectories(FOLDER);
      if (ensure(archive)) {
        options.add("-XX:SharedArchiveFile=" + archive.toAbsolutePath());
      }
    } catch (IOException | AssertionError e) {
      LOG.warn("test servers start without an archive of the libraries' classes", e);
    }
    return List.copyOf(options);
  }

  /** Changes with each library, and with Java. */
  private static int key() {
    return Objects.hash(
        System.getProperty("java.home"),
        System.getProperty("java.runtime.version"),
        entries(true)
            .map(jar -> jar + new File(jar).lastModified() + new File(jar).length())
            .toList());
  }

  private static boolean ensure(Path archive) throws IOException {
    Path lock = FOLDER.resolve("lock");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      return held.isValid() && (Files.exists(archive) || dump(archive));
    }
  }

  private static boolean dump(Path archive) throws IOException {
    Path fresh = Files.createDirectories(FOLDER.resolve("fresh"));
    Path list = fresh.resolve("classes");
    Path made = fresh.resolve("archive.jsa");
    boolean isMade = list(fresh, list) && dump(list, made);
    if (isMade) {
      Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
    }
    return isMade;
  }

  /** Which classes a server loads until it listens. */
  private static boolean list(Path folder, Path list) throws IOException {
    return ServerProcess.rehearse(
        List.of("-XX:DumpLoadedClassList=" + list.toAbsolutePath(), "-cp", classPath()),
        Files.createTempDirectory(folder, "data"));
  }

  private static boolean dump(Path list, Path archive) throws IOException {
    List<String> command = new ArrayList<>(ServerProcess.java());
    command.addAll(
        List.of(
            "-Xshare:dump",
            "-XX:SharedClassListFile=" + list,
            "-XX:SharedArchiveFile=" + archive,
            "-cp",
            joined(entries(true))));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(archive.resolveSibling("log").toFile())
            .start();
    try {
      return process.waitFor(SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      process.destroyForcibly();
    }
  }
}
