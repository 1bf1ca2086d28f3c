package holdfast.database.postgresql;

import java.util.Map;
import java.util.Optional;

/**
 * Walks through the tar of pg_basebackup while its bytes pass. Each file is held against the
 * server's own list of files, sizes and checksums, which comes last, and the log must be there from
 * where the snapshot began to where it ended, and so must the folders that the list does not name.
 * Keeps no files and no names of files. For one thread.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-replication.html">BASE_BACKUP</a>
 */
final class SnapshotWalker implements Walker {
  private static final String MANIFEST = "backup_manifest";
  private static final int BLOCK = TarHeader.BYTES;

  private final FileSums passed = new FileSums();
  private final BackupManifest manifest = new BackupManifest();
  private final LogFiles log = new LogFiles();
  private final ServerFolders folders;
  private final byte[] header = new byte[BLOCK];
  private int headerBytes;
  private TarHeader file = TarHeader.NONE;
  private long fileBytesLeft;
  private int paddingLeft;
  private int emptyBlocks;
  private long position;

  SnapshotWalker(ServerFolders folders) {
    this.folders = folders;
  }

  @Override
  public void accept(byte[] bytes, int offset, int length) throws MalformedArchive {
    int at = offset;
    int end = offset + length;
    while (at < end) {
      int taken = take(bytes, at, end - at);
      at += taken;
      position += taken;
    }
  }

  /** Takes as many bytes as belong together, at least one. */
  private int take(byte[] bytes, int at, int available) throws MalformedArchive {
    if (fileBytesLeft > 0) {
      return takeContent(bytes, at, (int) Math.min(available, fileBytesLeft));
    }
    if (paddingLeft > 0) {
      return takePadding(bytes, at, Math.min(available, paddingLeft));
    }
    int taken = Math.min(available, BLOCK - headerBytes);
    System.arraycopy(bytes, at, header, headerBytes, taken);
    headerBytes += taken;
    if (headerBytes == BLOCK) {
      headerBytes = 0;
      begin(TarHeader.of(header, position + taken - BLOCK));
    }
    return taken;
  }

  private void begin(TarHeader next) throws MalformedArchive {
    if (next.isEmptyBlock()) {
      emptyBlocks++;
      return;
    }
    if (emptyBlocks > 0) {
      throw new MalformedArchive("a file follows the end of the tar, before byte " + position);
    }
    file = next;
    if (next.isFolder()) {
      folders.take(next.name());
    }
    fileBytesLeft = next.size();
    paddingLeft = (int) (-next.size() & (BLOCK - 1));
    passed.begin();
    if (fileBytesLeft == 0) {
      end();
    }
  }

  private int takeContent(byte[] bytes, int at, int count) throws MalformedArchive {
    if (file.name().equals(MANIFEST)) {
      manifest.accept(bytes, at, count);
    } else {
      passed.update(bytes, at, count);
    }
    fileBytesLeft -= count;
    if (fileBytesLeft == 0) {
      end();
    }
    return count;
  }

  private int takePadding(byte[] bytes, int at, int count) throws MalformedArchive {
    for (int i = at; i < at + count; i++) {
      if (bytes[i] != 0) {
        throw new MalformedArchive("something stands between the files, at byte " + position);
      }
    }
    paddingLeft -= count;
    return count;
  }

  private void end() throws MalformedArchive {
    if (file.name().equals(MANIFEST)) {
      manifest.end();
    } else if (file.isFile() && !log.take(file)) {
      passed.end(file.rawName(), file.size());
    }
  }

  @Override
  public Optional<String> missing() {
    if (fileBytesLeft > 0 || paddingLeft > 0 || headerBytes > 0) {
      return Optional.of("it ends within the file " + file.name());
    }
    if (emptyBlocks < 2) {
      return Optional.of("the end of the tar is missing");
    }
    return manifest
        .missing()
        .or(() -> passed.difference(manifest.listed()))
        .or(() -> log.missing(manifest.ranges()))
        .or(folders::missing);
  }

  @Override
  public Map<String, String> details() {
    LogRange needed = LogRange.spanning(manifest.ranges());
    return Map.of(
        "files", Long.toString(passed.count()),
        "startLsn", needed.startText(),
        "endLsn", needed.endText(),
        "timeline", Long.toString(needed.timeline()));
  }
}
