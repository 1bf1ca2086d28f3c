package holdfast.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A folder. What begins with a dot is a file on its way. */
record FolderStore(Path folder) implements Store {
  /** By this file the nodes of one installation know the folder: it stays. */
  private static final String MARK = ".holdfast-";

  @Override
  public Set<String> keys() throws IOException {
    return new TreeSet<>(
        find(path -> Files.isRegularFile(path) && !path.getFileName().toString().startsWith(".")));
  }

  @Override
  public byte[] read(String key) throws IOException {
    return Files.readAllBytes(folder.resolve(key));
  }

  @Override
  public void put(String key, byte[] bytes) throws IOException {
    Path file = folder.resolve(key);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  @Override
  public List<String> unfinished() throws IOException {
    return find(path -> Files.isRegularFile(path) ? isHidden(path) : isEmptyFolder(path));
  }

  @Override
  public String leaveUnfinished(String key) throws IOException {
    int name = key.lastIndexOf('/') + 1;
    String hidden = key.substring(0, name) + ".00112233aabbccdd." + key.substring(name);
    put(hidden, new byte[] {1});
    return hidden;
  }

  private List<String> find(Predicate<Path> wanted) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths
          .filter(path -> !path.equals(folder))
          .filter(wanted)
          .map(path -> folder.relativize(path).toString())
          .toList();
    }
  }

  private static boolean isHidden(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith(".") && !name.startsWith(MARK);
  }

  private static boolean isEmptyFolder(Path path) {
    try (Stream<Path> inside = Files.list(path)) {
      return inside.findAny().isEmpty();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
