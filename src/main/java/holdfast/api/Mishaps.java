package holdfast.api;

import holdfast.model.IdGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is our fault: goes to the log, under a reference that the caller gets. Thread-safe. */
record Mishaps(IdGenerator ids) {
  private static final Logger LOG = LoggerFactory.getLogger(Mishaps.class);

  ApiError of(String method, String path, Throwable cause) {
    String reference = ids.nextKey().hex();
    // The ticket of a download is as good as the backup.
    String shown = path.replaceFirst("/downloads/.*", "/downloads/...");
    LOG.error("{} {} failed, answered with 500 and reference {}", method, shown, reference, cause);
    return ApiError.internal(reference);
  }
}
