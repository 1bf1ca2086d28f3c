package holdfast.destination;

import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What an error of the file system means for a local destination. */
final class LocalFailures {
  /** Less room than this after a failed call, and the room was what failed it. */
  private static final long NO_ROOM_BYTES = 64 * 1024;

  private LocalFailures() {}

  /**
   * @param doing what was tried: "writing 'a/b'"
   * @param root the destination's folder
   */
  static FailureException of(IOException cause, String doing, Path root) {
    if (cause instanceof FailureException known) {
      return known;
    }
    if (cause instanceof ClosedByInterruptException) {
      return Interruption.failure(doing);
    }
    if (!Files.isDirectory(root)) {
      return missing(root);
    }
    if (cause instanceof AccessDeniedException || isReadOnly(root)) {
      return failure(
          FailureCode.DESTINATION_ACCESS_DENIED,
          doing + " in '" + root + "' is not allowed",
          "Give the user that runs Holdfast the right to read and write this folder, and mount its"
              + " disk writable.",
          cause);
    }
    if (isFull(cause, root)) {
      return failure(
          FailureCode.DESTINATION_FULL,
          doing + " in '" + root + "' failed: no space left",
          "Free some space, or let backups expire sooner.",
          cause);
    }
    return failure(
        FailureCode.DESTINATION_ERROR,
        doing + " in '" + root + "' failed: " + describe(cause),
        "Check the disk and the system's log.",
        cause);
  }

  static FailureException missing(Path folder) {
    return new FailureException(
        FailureCode.DESTINATION_MISSING,
        "the folder '" + folder + "' does not exist",
        "Create the folder, or mount the disk that it is on.");
  }

  static FailureException absent(String key) {
    return new FailureException(
        FailureCode.OBJECT_MISSING,
        "there is no object '" + key + "'",
        "Somebody may have removed the file; the backup cannot be used without it.");
  }

  /**
   * The room tells, whatever the system's language; the text tells of used-up inodes and quotas.
   */
  private static boolean isFull(IOException cause, Path root) {
    String text = describe(cause).toLowerCase(Locale.ROOT);
    return usableBytes(root) < NO_ROOM_BYTES
        || text.contains("no space left")
        || text.contains("quota exceeded");
  }

  private static long usableBytes(Path root) {
    try {
      return store(root).getUsableSpace();
    } catch (IOException unknown) {
      return Long.MAX_VALUE;
    }
  }

  private static boolean isReadOnly(Path root) {
    try {
      return store(root).isReadOnly();
    } catch (IOException unknown) {
      return false;
    }
  }

  private static FileStore store(Path root) throws IOException {
    return Files.getFileStore(root);
  }

  private static String describe(IOException cause) {
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }

  private static FailureException failure(
      FailureCode code, String message, String hint, IOException cause) {
    return new FailureException(new Failure(code, message, hint), cause);
  }
}
