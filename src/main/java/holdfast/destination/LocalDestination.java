package holdfast.destination;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A folder of this machine. A key is a path below it; what begins with a dot is no object, and
 * {@link LocalUpload} keeps its unfinished files so.
 *
 * <p>No symbolic link below the folder is followed, also one that was planted after the destination
 * was configured. A key cannot be the folder of another key. Calls take as long as the file system
 * takes: a network mount should be mounted so that it gives up.
 */
public final class LocalDestination implements Destination {
  private final Path root;

  /**
   * @param root a real path that {@link LocalRoots} allowed
   */
  public LocalDestination(Path root) {
    this.root = root;
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(Long.MAX_VALUE);
  }

  @Override
  public Upload upload(String key) throws FailureException {
    return LocalUpload.begin(this, key, file(key));
  }

  @Override
  public InputStream open(String key, long offset) throws FailureException {
    Path file = file(key);
    try {
      long bytes = sizeOf(file).orElseThrow(() -> LocalFailures.absent(key));
      long remaining = Offset.remaining(key, offset, bytes);
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
      return stream(channel.position(offset), key, remaining);
    } catch (NoSuchFileException gone) {
      throw LocalFailures.absent(key);
    } catch (IOException failed) {
      throw failure(failed, "reading '" + key + "'");
    }
  }

  private InputStream stream(FileChannel channel, String key, long bytes) {
    return new ExactStream(
        Channels.newInputStream(channel),
        bytes,
        failed -> failure(failed, "reading '" + key + "'"),
        channel);
  }

  @Override
  public Optional<StoredObject> stat(String key) throws FailureException {
    try {
      return sizeOf(file(key)).map(bytes -> new StoredObject(key, bytes));
    } catch (IOException failed) {
      throw failure(failed, "looking for '" + key + "'");
    }
  }

  @Override
  public void list(String prefix, Consumer<StoredObject> visitor) throws FailureException {
    walk(prefix, new Listing(visitor), "listing '" + prefix + "'");
  }

  @Override
  public void delete(String key) throws FailureException {
    Path file = file(key);
    try {
      if (sizeOf(file).isPresent() && Files.deleteIfExists(file)) {
        removeEmptyFolders(parent(file));
      }
    } catch (IOException failed) {
      throw failure(failed, "deleting '" + key + "'");
    }
  }

  @Override
  public void discardUploads(String prefix) throws FailureException {
    String doing = "discarding uploads under '" + prefix + "'";
    walk(prefix, new Discarding(), doing);
    try {
      removeEmptyFolders(below(folderKey(prefix)));
    } catch (IOException failed) {
      throw failure(failed, doing);
    }
  }

  private void walk(String prefix, LocalTree.Visitor visitor, String doing)
      throws FailureException {
    Keys.checkPrefix(prefix);
    Path folder = below(folderKey(prefix));
    try {
      new LocalTree(prefix, visitor).walk(folder, folderKey(prefix));
    } catch (IOException failed) {
      throw failure(failed, doing);
    }
  }

  private static String folderKey(String prefix) {
    return prefix.substring(0, prefix.lastIndexOf('/') + 1);
  }

  private record Listing(Consumer<StoredObject> objects) implements LocalTree.Visitor {
    @Override
    public void object(StoredObject object) {
      objects.accept(object);
    }

    @Override
    public void unfinished(Path file) {}

    @Override
    public void leave(Path folder) {}
  }

  private final class Discarding implements LocalTree.Visitor {
    @Override
    public void object(StoredObject object) {}

    @Override
    public void unfinished(Path file) throws IOException {
      discard(file);
    }

    @Override
    public void leave(Path folder) throws IOException {
      deleteIfEmpty(folder);
    }
  }

  @Override
  public void close() {}

  Path root() {
    return root;
  }

  /** The path of a key, after making sure that no link on the way leads elsewhere. */
  Path file(String key) throws FailureException {
    Keys.check(key);
    return below(key);
  }

  private Path below(String relative) throws FailureException {
    requireRoot();
    Path path = root;
    for (Path name : Path.of(relative)) {
      path = path.resolve(name);
      if (Files.isSymbolicLink(path)) {
        throw symbolicLink(path);
      }
    }
    return path;
  }

  FailureException failure(IOException cause, String doing) {
    return LocalFailures.of(cause, doing, root);
  }

  /** Deletes an unfinished file and the folders that were made for it. */
  void discard(Path unfinished) throws IOException {
    Files.deleteIfExists(unfinished);
    removeEmptyFolders(parent(unfinished));
  }

  /** Also makes durable that they are gone. */
  private void removeEmptyFolders(Path from) throws IOException {
    Path folder = from;
    while (!folder.equals(root) && deleteIfEmpty(folder)) {
      folder = parent(folder);
    }
    Durably.syncFolder(folder);
  }

  private static boolean deleteIfEmpty(Path folder) throws IOException {
    try {
      Files.deleteIfExists(folder);
      return true;
    } catch (DirectoryNotEmptyException inUse) {
      return false;
    }
  }

  private static Optional<Long> sizeOf(Path file) throws IOException {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return attributes.isRegularFile() ? Optional.of(attributes.size()) : Optional.empty();
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    }
  }

  /** An absent folder must not look like an absent object: the catalog would believe it. */
  private void requireRoot() throws FailureException {
    if (Files.isSymbolicLink(root)) {
      throw symbolicLink(root);
    }
    if (!Files.isDirectory(root)) {
      throw LocalFailures.missing(root);
    }
  }

  private static FailureException symbolicLink(Path path) {
    return new FailureException(
        FailureCode.DESTINATION_INVALID,
        "'" + path + "' is a symbolic link",
        "Links inside a destination are not followed; replace it by a real file or folder.");
  }

  static Path parent(Path path) {
    Path parent = path.getParent();
    if (parent == null) {
      throw new IllegalArgumentException("no folder above: " + path);
    }
    return parent;
  }
}
