package holdfast.engine;

import holdfast.fetch.Fetcher;
import holdfast.model.RunLog;
import holdfast.model.WebUrl;
import holdfast.pipeline.Unpacked;
import java.io.InputStream;

/**
 * Files from the web, unpacked. Thread-safe.
 *
 * @param maxUnpackedBytes what one of them may come to
 */
public record ImportedFiles(Fetcher fetcher, long maxUnpackedBytes) {

  /** Nothing is fetched before the first read; closed by any thread. */
  InputStream open(WebUrl url, RunLog log) {
    return new Unpacked(fetcher.open(url, log), maxUnpackedBytes);
  }
}
