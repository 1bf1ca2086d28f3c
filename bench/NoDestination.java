import holdfast.destination.Destination;
import holdfast.destination.StoredObject;
import holdfast.destination.Upload;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Remembers lengths only. */
final class NoDestination implements Destination {
  private final Map<String, Long> lengths = new ConcurrentHashMap<>();

  @Override
  public holdfast.destination.Capabilities capabilities() {
    return new holdfast.destination.Capabilities(Long.MAX_VALUE);
  }

  @Override
  public Upload upload(String key) {
    return new Upload() {
      private long bytes;

      @Override
      public void write(byte[] source, int offset, int length) {
        bytes += length;
      }

      @Override
      public StoredObject commit() {
        lengths.put(key, bytes);
        return new StoredObject(key, bytes);
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public InputStream open(String key, long offset) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<StoredObject> stat(String key) {
    return Optional.ofNullable(lengths.get(key)).map(bytes -> new StoredObject(key, bytes));
  }

  @Override
  public void list(String prefix, Consumer<StoredObject> visitor) {}

  @Override
  public void delete(String key) {}

  @Override
  public void discardUploads(String prefix) {}

  @Override
  public void close() {}
}
