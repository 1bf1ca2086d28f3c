package holdfast.destination;

import holdfast.model.FailureException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Adds patience: what can be repeated is, when the failure can pass by itself. Uploads and the
 * reading of an opened stream are not: see {@link S3Upload} and {@link SegmentedDownload}.
 */
public final class RetryingDestination implements Destination {
  private final Destination destination;
  private final Retry retry;

  public RetryingDestination(Destination destination, Retry retry) {
    this.destination = destination;
    this.retry = retry;
  }

  @Override
  public Capabilities capabilities() {
    return destination.capabilities();
  }

  @Override
  public Upload upload(String key) throws FailureException {
    return destination.upload(key);
  }

  @Override
  public InputStream open(String key, long offset) throws FailureException {
    return retry.call(() -> destination.open(key, offset));
  }

  @Override
  public Optional<StoredObject> stat(String key) throws FailureException {
    return retry.call(() -> destination.stat(key));
  }

  @Override
  public void list(String prefix, Consumer<StoredObject> visitor) throws FailureException {
    Consumer<StoredObject> once = new OnlyNewKeys(visitor);
    retry.run(() -> destination.list(prefix, once));
  }

  @Override
  public void delete(String key) throws FailureException {
    retry.run(() -> destination.delete(key));
  }

  @Override
  public void discardUploads(String prefix) throws FailureException {
    retry.run(() -> destination.discardUploads(prefix));
  }

  @Override
  public void close() {
    destination.close();
  }

  /** A listing that broke starts again; keys ascend, so the last one tells what was shown. */
  private static final class OnlyNewKeys implements Consumer<StoredObject> {
    private final Consumer<StoredObject> visitor;
    private String last = "";

    OnlyNewKeys(Consumer<StoredObject> visitor) {
      this.visitor = visitor;
    }

    @Override
    public void accept(StoredObject object) {
      if (object.key().compareTo(last) > 0) {
        last = object.key();
        visitor.accept(object);
      }
    }
  }
}
