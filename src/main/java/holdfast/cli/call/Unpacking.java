package holdfast.cli.call;

import com.github.luben.zstd.ZstdInputStream;
import holdfast.cli.CommandException;
import holdfast.cli.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Unpacks a snapshot's tar into a folder, which is there once it is whole. Only its owner may read
 * what is in it.
 */
final class Unpacking {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final FileAttribute<Set<PosixFilePermission>> OWN_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<Set<PosixFilePermission>> OWN_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path folder;
  private final Path part;
  private final String name;

  private Unpacking(Path folder, String name) {
    this.folder = folder;
    this.part = folder.resolveSibling(folder.getFileName() + ".part");
    this.name = name;
  }

  /**
   * @param name of the stored file
   * @throws CommandException where it is no tar, or the folder holds something
   */
  static Unpacking into(Path folder, String name) throws CommandException, IOException {
    if (!name.matches(".*\\.tar(\\.gz|\\.zst)?")) {
      throw new CommandException(
          ExitCode.USAGE,
          "%s is no snapshot of files, which alone can be unpacked".formatted(name),
          "Download it without --unpack, or restore it.");
    }
    Path absolute = folder.toAbsolutePath().normalize();
    if (!Files.exists(absolute)) {
      return new Unpacking(absolute, name);
    }
    if (!isEmpty(absolute)) {
      throw new CommandException(
          ExitCode.CONFLICT,
          "%s is there already, and not empty".formatted(folder),
          "Take another folder with --unpack.");
    }
    return new Unpacking(absolute.toRealPath(), name); // A link may lead to another disk.
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> content = Files.list(folder)) {
      return content.findAny().isEmpty();
    } catch (NotDirectoryException e) {
      return false;
    }
  }

  /**
   * Answers how many files there are.
   *
   * @param stored throws at its end where it is not whole
   * @throws CommandException before anything is read, where it cannot be there
   */
  long unpack(InputStream stored) throws CommandException, IOException {
    createPart();
    makeWay();
    long files = 0;
    InputStream plain = plain(stored);
    try (TarArchiveInputStream tar = new TarArchiveInputStream(plain)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        files += write(entry, tar);
      }
      plain.transferTo(OutputStream.nullOutputStream()); // The compression's checksum comes last.
      stored.transferTo(OutputStream.nullOutputStream());
    }
    Files.move(part, folder);
    return files;
  }

  /** One that is there is another download's, or what was left of one: it is not ours to delete. */
  private void createPart() throws CommandException, IOException {
    try {
      Files.createDirectory(part, OWN_FOLDER);
    } catch (FileAlreadyExistsException e) {
      throw new CommandException(
          ExitCode.CONFLICT,
          "%s is there already: another download goes there, or was killed".formatted(part),
          "Delete it unless one does, or take another folder with --unpack.");
    }
    Runtime.getRuntime().addShutdownHook(new Thread(this::deletePart));
  }

  /**
   * At once: that a folder cannot be replaced must not be found out when all has been downloaded.
   */
  private void makeWay() throws CommandException {
    try {
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.CONFLICT,
          "%s cannot be replaced: %s".formatted(folder, e.getMessage()),
          "Where it is a disk's, take a folder in it.");
    }
  }

  private InputStream plain(InputStream stored) throws IOException {
    if (name.endsWith(".zst")) {
      return new ZstdInputStream(stored);
    }
    return name.endsWith(".gz") ? new GZIPInputStream(stored, BUFFER_BYTES) : stored;
  }

  /** Answers how many files it was: 1, or 0 for a folder. */
  private int write(TarArchiveEntry entry, InputStream content) throws IOException {
    Path path = part.resolve(entry.getName()).normalize();
    boolean isLink = entry.isLink() || entry.isSymbolicLink();
    if (!path.startsWith(part) || isLink || !(entry.isDirectory() || entry.isFile())) {
      throw new IOException(
          "the tar has the entry %s, which no snapshot has".formatted(entry.getName()));
    }
    if (entry.isDirectory()) {
      Files.createDirectories(path, OWN_FOLDER);
      return 0;
    }
    Files.createDirectories(path.getParent(), OWN_FOLDER);
    try (FileChannel file =
        FileChannel.open(
            path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWN_FILE)) {
      content.transferTo(Channels.newOutputStream(file));
      file.force(true);
    }
    return 1;
  }

  private void deletePart() {
    try {
      delete(part);
    } catch (IOException e) {
      return; // The process ends; its name says what it is.
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
