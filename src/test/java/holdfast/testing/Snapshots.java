package holdfast.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** What the bytes of a stored snapshot look like. */
public final class Snapshots {
  private static final int TAR_BLOCK = 10_240;

  private Snapshots() {}

  /** A tar with one file, compressed as backups are. */
  public static byte[] stored(String name, String text) throws IOException {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    byte[] content = text.getBytes(UTF_8);
    try (ZstdOutputStream compressed = new ZstdOutputStream(stored).setChecksum(true);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(compressed, TAR_BLOCK)) {
      TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_NORMAL, true);
      entry.setSize(content.length);
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
    }
    return stored.toByteArray();
  }
}
