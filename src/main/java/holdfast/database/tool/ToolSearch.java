package holdfast.database.tool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds client programs of this machine. Looks anew at each use, so that one that was just
 * installed is found. Thread-safe.
 */
public final class ToolSearch {
  private static final long VERSION_SECONDS = 10;
  private static final int MAX_VERSION_BYTES = 1000;

  private final Supplier<List<Path>> folders;

  private ToolSearch(Supplier<List<Path>> folders) {
    this.folders = folders;
  }

  /** Looks into the given folders only, in this order. */
  public static ToolSearch in(List<Path> folders) {
    List<Path> fixed = List.copyOf(folders);
    return new ToolSearch(() -> fixed);
  }

  /**
   * Looks into versioned folders, then into those on PATH.
   *
   * @param versioned paths in which one star may stand for a version
   */
  public static ToolSearch ofThisMachine(List<String> versioned) {
    return new ToolSearch(() -> usualFolders(versioned));
  }

  private static List<Path> usualFolders(List<String> versioned) {
    List<Path> folders = new ArrayList<>();
    versioned.forEach(pattern -> folders.addAll(expand(pattern)));
    Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .forEach(folder -> folders.add(Path.of(folder)));
    return folders;
  }

  /**
   * All programs of a name, in the order of the folders.
   *
   * @param version finds in what the program answers to {@code --version} its version as the first
   *     group and its major version as the second; what answers otherwise is passed over
   */
  public List<ClientTool> find(String name, Pattern version) {
    return folders.get().stream()
        .map(folder -> folder.resolve(name))
        .distinct()
        .filter(Files::isExecutable)
        .filter(path -> !isDebianWrapper(path))
        .flatMap(path -> identify(name, path, version).stream())
        .toList();
  }

  /** Debian's pg_wrapper picks a version by itself, out of the folders that are searched anyway. */
  private static boolean isDebianWrapper(Path path) {
    try {
      return path.toRealPath().endsWith("pg_wrapper");
    } catch (IOException e) {
      return false;
    }
  }

  private static Optional<ClientTool> identify(String name, Path path, Pattern pattern) {
    try {
      Process process = new ProcessBuilder(path.toString(), "--version").start();
      process.getOutputStream().close();
      if (!process.waitFor(VERSION_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.empty();
      }
      String said = new String(process.getInputStream().readNBytes(MAX_VERSION_BYTES), UTF_8);
      Matcher version = pattern.matcher(said);
      return version.find()
          ? Optional.of(
              new ClientTool(name, path, version.group(1), Integer.parseInt(version.group(2))))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // Not a program of this machine.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** The folders that a path with at most one star stands for, the newest version first. */
  private static List<Path> expand(String pattern) {
    int star = pattern.indexOf('*');
    if (star < 0) {
      return List.of(Path.of(pattern));
    }
    int slash = pattern.lastIndexOf('/', star);
    String name = pattern.substring(slash + 1, pattern.indexOf('/', star));
    String rest = pattern.substring(pattern.indexOf('/', star) + 1);
    List<Path> folders = new ArrayList<>();
    try (var children = Files.newDirectoryStream(Path.of(pattern.substring(0, slash)), name)) {
      children.forEach(child -> folders.add(child.resolve(rest)));
    } catch (IOException e) {
      return List.of(); // No such folder on this kind of machine.
    }
    folders.sort(Comparator.reverseOrder());
    return folders;
  }
}
