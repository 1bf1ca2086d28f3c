package holdfast.destination;

import holdfast.model.FailureException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A place for objects: an open connection to a configured backup destination. Keys are relative to
 * its prefix, made of segments of {@code [A-Za-z0-9._-]} that do not begin with a dot, joined by
 * single slashes (see {@link Keys}); a key is never the folder of another. Every other key is
 * refused with {@code DESTINATION_INVALID}, and objects that others stored under such names are not
 * shown.
 *
 * <p>Thread-safe. Every call ends within a bounded time, with a {@link FailureException} whose code
 * tells what is wrong. Calls that can be repeated ({@link #open}, {@link #stat}, {@link #list},
 * {@link #delete}, {@link #discardUploads}) are repeated by {@link RetryingDestination}, not by
 * drivers; an {@link Upload} is one-shot and sends only its part in hand again.
 */
public interface Destination extends AutoCloseable {

  Capabilities capabilities();

  /**
   * Begins an object. Nothing is visible before {@link Upload#commit}. Several uploads may be open
   * at once.
   */
  Upload upload(String key) throws FailureException;

  /**
   * Opens an object's bytes from {@code offset} to its end; at its end the stream is empty. The
   * stream throws {@link FailureException} when the connection breaks or ends before the object's
   * length.
   *
   * @throws FailureException with {@code OBJECT_MISSING} when there is no such object, {@code
   *     OBJECT_CORRUPT} when it ends before {@code offset}
   */
  InputStream open(String key, long offset) throws FailureException;

  /**
   * The object under {@code key}, or empty when there is none. That the whole place is missing is a
   * failure, {@code DESTINATION_MISSING}, in every call.
   */
  Optional<StoredObject> stat(String key) throws FailureException;

  /**
   * Shows each object whose key starts with {@code prefix} (whole segments or not), in ascending
   * key order, page by page in flat memory. The visitor may delete what it is shown; what it throws
   * ends the listing.
   */
  void list(String prefix, Consumer<StoredObject> visitor) throws FailureException;

  /** Removes an object. That there is none is no failure. */
  void delete(String key) throws FailureException;

  /**
   * Discards every upload under {@code prefix} that was begun and not committed, by whomever: only
   * for a prefix that belongs to one attempt that is known to be dead.
   */
  void discardUploads(String prefix) throws FailureException;

  /** Frees connections. Uploads and streams are to be closed before. */
  @Override
  void close();
}
