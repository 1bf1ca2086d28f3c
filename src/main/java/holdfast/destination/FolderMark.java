package holdfast.destination;

import holdfast.model.DestinationId;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * An empty, hidden file in the folder of a local destination, which names the destination. By it a
 * node finds out that the folder at this path of its machine is the one that was registered on
 * another: without it, each node would keep its backups on a disk of its own, and say nothing.
 *
 * @param file its name; begins with a dot, so that it is no object
 */
public record FolderMark(String file) {

  public static FolderMark of(DestinationId destination) {
    return new FolderMark(".holdfast-" + destination);
  }

  /** Leaves the mark, for good when it returns. That it is there already is no failure. */
  public void leave(Path folder) throws FailureException {
    try {
      OwnerOnly.createFile(folder.resolve(file)).close();
      Durably.syncFolder(folder);
    } catch (FileAlreadyExistsException there) {
      return;
    } catch (IOException failed) {
      throw LocalFailures.of(failed, "marking the folder", folder);
    }
  }

  public boolean isIn(Path folder) {
    return Files.isRegularFile(folder.resolve(file), LinkOption.NOFOLLOW_LINKS);
  }

  /** Throws {@code DESTINATION_MISSING} when the folder is another than the marked one. */
  public void require(Path folder) throws FailureException {
    if (!isIn(folder)) {
      throw new FailureException(
          FailureCode.DESTINATION_MISSING,
          "on this node, '%s' is not the folder that was registered: the file %s is not in it"
              .formatted(folder, file),
          "All nodes have to see the same folder at this path: mount it here, or use a bucket.");
    }
  }
}
