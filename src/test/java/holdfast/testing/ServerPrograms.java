package holdfast.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Programs of servers, unpacked once for all JVMs from the jars that the build has fetched. */
final class ServerPrograms {
  private static final Path JARS = Path.of("target", "mysql-binaries").toAbsolutePath();

  /** What MySQL needs and does not bring; newer Debians know it by the other name alone. */
  private static final String LIBRARY = "libaio.so.1";

  private static final String LIBRARY_ELSEWHERE = "libaio.so.1t64";

  private ServerPrograms() {}

  /** The folder with {@code bin} and {@code share} of what is in a jar. */
  static Path folder(String jar) {
    Path folder = JARS.resolve(jar);
    if (!Files.exists(folder)) {
      try {
        Path fresh = Files.createTempDirectory(JARS, jar + "-");
        unpack(JARS.resolve(jar + ".jar"), fresh);
        linkLibrary(fresh.resolve("bin"));
        publish(fresh, folder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return folder;
  }

  /** Another JVM may have come first. */
  private static void publish(Path fresh, Path folder) throws IOException {
    try {
      Files.move(fresh, folder);
    } catch (FileSystemException e) {
      if (!Files.exists(folder)) {
        throw e;
      }
      MariaDbServer.deleteAll(fresh);
    }
  }

  private static void unpack(Path jar, Path folder) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(jar))) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName();
        int linux = name.indexOf("/linux/");
        if (name.equals("mysql-Linux-amd64.tar.gz")) {
          unpackTar(zip, folder);
        } else if (linux >= 0 && !entry.isDirectory()) {
          write(name.substring(linux + "/linux/".length()), zip, folder);
        }
      }
    }
  }

  private static void unpackTar(InputStream file, Path folder) throws IOException {
    TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(file));
    for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      if (entry.isSymbolicLink()) {
        Path link = folder.resolve(entry.getName());
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, Path.of(entry.getLinkName()));
      } else if (entry.isFile()) {
        write(entry.getName(), tar, folder);
      }
    }
  }

  private static void write(String name, InputStream bytes, Path folder) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.copy(bytes, file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void linkLibrary(Path bin) throws IOException {
    if (find(LIBRARY).isEmpty()) {
      Optional<Path> elsewhere = find(LIBRARY_ELSEWHERE);
      if (elsewhere.isPresent()) {
        Files.createSymbolicLink(bin.resolve(LIBRARY), elsewhere.get());
      }
    }
  }

  private static Optional<Path> find(String library) throws IOException {
    for (Path root : List.of(Path.of("/usr/lib"), Path.of("/usr/lib64"), Path.of("/lib"))) {
      if (Files.isDirectory(root)) {
        try (Stream<Path> files =
            Files.find(root, 2, (file, attributes) -> file.endsWith(library))) {
          Optional<Path> found = files.findFirst();
          if (found.isPresent()) {
            return found;
          }
        }
      }
    }
    return Optional.empty();
  }
}
