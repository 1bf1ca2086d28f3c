package holdfast.destination;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The folders of this machine inside which local destinations may lie. Whoever may create a
 * destination over the API must not be able to read or write anywhere else.
 *
 * @param roots absolute paths, set by the administrator; symbolic links in them are trusted
 */
public record LocalRoots(List<Path> roots) {

  public LocalRoots {
    roots = roots.stream().map(Path::normalize).toList();
    for (Path root : roots) {
      if (!root.isAbsolute()) {
        throw new IllegalArgumentException(
            "a root for local destinations is not absolute: " + root);
      }
    }
  }

  /**
   * The real path of the configured folder.
   *
   * @throws FailureException {@code DESTINATION_INVALID} when the path is not absolute, holds
   *     {@code ..}, or leads out of the roots, by itself or through a symbolic link; {@code
   *     DESTINATION_MISSING} when there is no such folder
   */
  public Path resolve(String configured) throws FailureException {
    Path real = realPath(insideLexically(configured));
    if (!Files.isDirectory(real)) {
      throw invalid(configured, "is not a folder", "Name a folder.");
    }
    return real;
  }

  /**
   * Makes the folder, only for its owner, where it is not there yet, and resolves it. For folders
   * of our own: making one that a person configured would fill the wrong disk when a mount is
   * missing.
   */
  public Path create(String configured) throws FailureException {
    Path path = insideLexically(configured);
    Path existing = nearestExisting(path);
    Path real = realPath(existing);
    Path target = real.resolve(existing.relativize(path));
    try {
      OwnerOnly.createFolders(target);
    } catch (IOException failed) {
      throw LocalFailures.of(failed, "making the folder '" + configured + "'", real);
    }
    return resolve(configured);
  }

  private Path insideLexically(String configured) throws FailureException {
    Path path = parse(configured);
    if (!path.isAbsolute()) {
      throw invalid(configured, "is not absolute", "Give the path from the root folder: /….");
    }
    for (Path name : path) {
      if (name.toString().equals("..") || name.toString().equals(".")) {
        throw invalid(configured, "holds '" + name + "'", "Write the path out in full.");
      }
    }
    if (roots.stream().noneMatch(path::startsWith)) {
      throw outside(configured);
    }
    return path;
  }

  private Path parse(String configured) throws FailureException {
    try {
      return Path.of(configured);
    } catch (InvalidPathException unreadable) {
      throw invalid("", "is no path", "Give the path from the root folder: /….");
    }
  }

  private Path realPath(Path path) throws FailureException {
    Path existing = nearestExisting(path);
    if (roots.stream().noneMatch(existing::startsWith)) {
      throw LocalFailures.missing(path);
    }
    Path real;
    try {
      real = existing.toRealPath();
    } catch (IOException failed) {
      throw LocalFailures.of(failed, "looking for the folder '" + path + "'", existing);
    }
    if (realRoots().stream().noneMatch(real::startsWith)) {
      throw invalid(
          path.toString(),
          "leads out of the allowed folders through a symbolic link",
          "Use a folder that really lies inside one of: " + names() + ".");
    }
    if (!existing.equals(path)) {
      throw LocalFailures.missing(path);
    }
    return real;
  }

  private List<Path> realRoots() {
    return roots.stream().map(LocalRoots::realRoot).filter(Objects::nonNull).toList();
  }

  private static @Nullable Path realRoot(Path root) {
    try {
      return root.toRealPath();
    } catch (IOException missing) {
      return null;
    }
  }

  private static Path nearestExisting(Path path) {
    Path existing = path;
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    return existing;
  }

  private FailureException outside(String configured) {
    return invalid(
        configured,
        "lies outside the allowed folders",
        roots.isEmpty()
            ? "No folders are allowed for local destinations; set HOLDFAST_LOCAL_ROOTS."
            : "Use a folder inside one of: " + names() + "; or extend HOLDFAST_LOCAL_ROOTS.");
  }

  private String names() {
    return roots.stream().map(Path::toString).collect(Collectors.joining(", "));
  }

  private static FailureException invalid(String path, String what, String hint) {
    return new FailureException(
        FailureCode.DESTINATION_INVALID, "the path '" + path + "' " + what, hint);
  }
}
