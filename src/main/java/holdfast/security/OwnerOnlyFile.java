package holdfast.security;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * A small file that holds a secret: readable by its owner only, and there as a whole or not at all.
 */
record OwnerOnlyFile(Path path) {
  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rw-------");
  private static final FileAttribute<Set<PosixFilePermission>> FROM_BIRTH =
      PosixFilePermissions.asFileAttribute(OWNER);

  boolean exists() {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * The content.
   *
   * @throws RefusedException when it is no plain file, or others may read it
   */
  String read() throws IOException {
    requireOwnerOnly();
    return Files.readString(path);
  }

  /** Writes a file that is not there yet; of two that try at once, one fails. */
  void create(String content) throws IOException {
    Path temporary = writeTemporary(content);
    try {
      // A hard link, unlike a rename, never replaces: a key that somebody else just made stays.
      Files.createLink(path, temporary);
      syncFolder();
    } finally {
      Files.delete(temporary);
    }
  }

  /** Writes the file, in place of an older one if there is one. */
  void replace(String content) throws IOException {
    Path temporary = writeTemporary(content);
    try {
      Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
      syncFolder();
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Removes the file, if there is one. */
  void delete() throws IOException {
    Files.deleteIfExists(path);
    syncFolder();
  }

  private Path writeTemporary(String content) throws IOException {
    Path temporary = Files.createTempFile(folder(), "." + path.getFileName(), null, FROM_BIRTH);
    try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    return temporary;
  }

  private void syncFolder() throws IOException {
    try (FileChannel channel = FileChannel.open(folder())) {
      channel.force(true);
    }
  }

  private Path folder() {
    return path.toAbsolutePath().resolveSibling("");
  }

  private void requireOwnerOnly() throws IOException {
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new RefusedException(
          path + " is not a plain file; move it away or correct the setting");
    }
    EnumSet<PosixFilePermission> others = EnumSet.allOf(PosixFilePermission.class);
    others.removeAll(
        EnumSet.of(
            PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.OWNER_EXECUTE));
    others.retainAll(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
    if (!others.isEmpty()) {
      throw new RefusedException(
          "%s holds a secret but others than its owner may use it; run: chmod 600 %s"
              .formatted(path, path));
    }
  }
}
