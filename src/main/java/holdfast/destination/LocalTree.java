package holdfast.destination;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Walks the files under a prefix in key order, holding the names of one folder of each level in
 * memory. Passes over what vanishes meanwhile, and over everything that is no regular file.
 */
final class LocalTree {
  private static final Pattern UNFINISHED = Pattern.compile("\\.[0-9a-f]{16}\\.(.+)");

  /** What to do at each file. */
  interface Visitor {
    void object(StoredObject object);

    void unfinished(Path file) throws IOException;

    /** Comes after everything inside the folder. */
    void leave(Path folder) throws IOException;
  }

  /**
   * @param key of the object that this is or will be; that of a folder ends in a slash, as it does
   *     at the start of the keys inside, or {@code a-b} would come after {@code a/b}
   */
  private record Entry(String key, Path path, BasicFileAttributes attributes) {
    boolean isUnfinished() {
      return path.getFileName().toString().startsWith(".");
    }
  }

  private final String prefix;
  private final Visitor visitor;

  LocalTree(String prefix, Visitor visitor) {
    this.prefix = prefix;
    this.visitor = visitor;
  }

  /** A new path beside {@code target}, in a form that is no key. */
  static Path unfinishedBeside(Path target) {
    long random = ThreadLocalRandom.current().nextLong();
    return target.resolveSibling(".%016x.%s".formatted(random, target.getFileName()));
  }

  /**
   * @param folderKey the key of {@code folder}: empty, or ending in a slash
   */
  void walk(Path folder, String folderKey) throws IOException {
    for (Entry entry : entries(folder, folderKey)) {
      if (entry.attributes().isDirectory()) {
        walk(entry.path(), entry.key());
        visitor.leave(entry.path());
      } else if (entry.isUnfinished()) {
        visitor.unfinished(entry.path());
      } else {
        visitor.object(new StoredObject(entry.key(), entry.attributes().size()));
      }
    }
  }

  private List<Entry> entries(Path folder, String folderKey) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder)) {
      for (Path path : paths) {
        entry(path, folderKey).ifPresent(entries::add);
      }
    } catch (NoSuchFileException | NotDirectoryException vanished) {
      return List.of();
    } catch (DirectoryIteratorException failed) {
      throw failed.getCause();
    }
    entries.sort(Comparator.comparing(Entry::key));
    return entries;
  }

  private Optional<Entry> entry(Path path, String folderKey) throws IOException {
    String name = path.getFileName().toString();
    Matcher unfinished = UNFINISHED.matcher(name);
    String key = folderKey + (unfinished.matches() ? unfinished.group(1) : name);
    if (!key.startsWith(prefix) || !Keys.isKey(key)) {
      return Optional.empty();
    }
    return attributes(path)
        .filter(found -> found.isRegularFile() || (found.isDirectory() && !name.startsWith(".")))
        .map(found -> new Entry(found.isDirectory() ? key + "/" : key, path, found));
  }

  private static Optional<BasicFileAttributes> attributes(Path path) throws IOException {
    try {
      return Optional.of(
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    } catch (NoSuchFileException vanished) {
      return Optional.empty();
    }
  }
}
