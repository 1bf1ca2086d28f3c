package holdfast.cli.call;

import holdfast.cli.remote.Download;
import java.io.FilterInputStream;
import java.io.IOException;

/**
 * The bytes of a download: shows how many have come, and throws where fewer come than were
 * announced.
 */
final class WholeDownload extends FilterInputStream {
  private final long expected;
  private final Progress progress;
  private long done;

  WholeDownload(Download download, Progress progress) {
    super(download.content());
    this.expected = download.expectedBytes();
    this.progress = progress;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = super.read(bytes, offset, length);
    if (count >= 0) {
      done += count;
      progress.show("downloading", done, expected);
    } else if (expected > 0 && done != expected) {
      throw new IOException(
          "the download broke off after %d of %d bytes".formatted(done, expected));
    }
    return count;
  }
}
