package holdfast.destination;

import holdfast.model.FailureException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Consumer;

/** Puts everything under a prefix, and sees nothing else. */
final class PrefixedDestination implements Destination {
  private final Destination destination;
  private final String prefix;

  /**
   * @param prefix ends in a slash
   */
  PrefixedDestination(Destination destination, String prefix) {
    this.destination = destination;
    this.prefix = prefix;
  }

  @Override
  public Capabilities capabilities() {
    return destination.capabilities();
  }

  @Override
  public Upload upload(String key) throws FailureException {
    return new PrefixedUpload(destination.upload(prefix + key));
  }

  @Override
  public InputStream open(String key, long offset) throws FailureException {
    return destination.open(prefix + key, offset);
  }

  @Override
  public Optional<StoredObject> stat(String key) throws FailureException {
    return destination.stat(prefix + key).map(this::withoutPrefix);
  }

  @Override
  public void list(String keyPrefix, Consumer<StoredObject> visitor) throws FailureException {
    destination.list(prefix + keyPrefix, object -> visitor.accept(withoutPrefix(object)));
  }

  @Override
  public void delete(String key) throws FailureException {
    destination.delete(prefix + key);
  }

  @Override
  public void discardUploads(String keyPrefix) throws FailureException {
    destination.discardUploads(prefix + keyPrefix);
  }

  @Override
  public void close() {
    destination.close();
  }

  private StoredObject withoutPrefix(StoredObject object) {
    return new StoredObject(object.key().substring(prefix.length()), object.bytes());
  }

  /** Tells the key as its caller knows it. */
  private final class PrefixedUpload implements Upload {
    private final Upload upload;

    PrefixedUpload(Upload upload) {
      this.upload = upload;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws FailureException {
      upload.write(bytes, offset, length);
    }

    @Override
    public StoredObject commit() throws FailureException {
      return withoutPrefix(upload.commit());
    }

    @Override
    public void close() {
      upload.close();
    }
  }
}
