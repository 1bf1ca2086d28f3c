package holdfast.destination;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file on its way: written beside its place under a name that no listing shows, then flushed to
 * the disk, then renamed, then the rename flushed. A crash at any moment leaves the whole file, or
 * none.
 */
final class LocalUpload implements Upload {
  /** A folder that another upload's clean-up removed again and again is given up on. */
  private static final int FOLDER_ATTEMPTS = 10;

  /** The JDK copies each write through a direct buffer of the same size and keeps it. */
  private static final int WRITE_BYTES = 1 << 20;

  private final LocalDestination destination;
  private final String key;
  private final Path target;
  private final Path unfinished;
  private final FileChannel channel;
  private final UploadState state;
  private long written;

  private LocalUpload(
      LocalDestination destination, String key, Path target, Path unfinished, FileChannel channel) {
    this.destination = destination;
    this.key = key;
    this.target = target;
    this.unfinished = unfinished;
    this.channel = channel;
    this.state = new UploadState(key);
  }

  static LocalUpload begin(LocalDestination destination, String key, Path target)
      throws FailureException {
    Path unfinished = LocalTree.unfinishedBeside(target);
    try {
      FileChannel channel = create(unfinished);
      return new LocalUpload(destination, key, target, unfinished, channel);
    } catch (IOException failed) {
      throw destination.failure(failed, "creating '" + key + "'");
    }
  }

  private static FileChannel create(Path file) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        OwnerOnly.createFolders(LocalDestination.parent(file));
        return OwnerOnly.createFile(file);
      } catch (NoSuchFileException folderRemoved) {
        if (attempt == FOLDER_ATTEMPTS) {
          throw folderRemoved;
        }
      }
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws FailureException {
    state.requireOpen();
    try {
      for (int sent = 0; sent < length; ) {
        int count = Math.min(WRITE_BYTES, length - sent);
        sent += channel.write(ByteBuffer.wrap(bytes, offset + sent, count));
      }
      written += length;
    } catch (IOException failed) {
      throw state.fail(destination.failure(failed, "writing '" + key + "'"));
    }
  }

  @Override
  public StoredObject commit() throws FailureException {
    state.requireOpen();
    try {
      channel.force(true);
      channel.close();
      publish();
      state.commit();
      return new StoredObject(key, written);
    } catch (IOException failed) {
      throw state.fail(destination.failure(failed, "committing '" + key + "'"));
    }
  }

  private void publish() throws IOException {
    destination.file(key);
    checkBytes(Files.size(unfinished));
    Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    Durably.syncFolders(LocalDestination.parent(target), destination.root());
  }

  private void checkBytes(long stored) throws FailureException {
    if (stored != written) {
      throw new FailureException(
          FailureCode.OBJECT_CORRUPT,
          "'" + key + "' holds " + stored + " bytes instead of " + written,
          "Something else wrote to the file; keep other programs out of the folder.");
    }
  }

  @Override
  public void close() {
    if (state.close()) {
      try {
        channel.close();
        destination.discard(unfinished);
      } catch (IOException leftForDiscardUploads) {
        return;
      }
    }
  }
}
