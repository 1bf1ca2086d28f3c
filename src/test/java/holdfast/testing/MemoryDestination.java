package holdfast.testing;

import holdfast.destination.Capabilities;
import holdfast.destination.Destination;
import holdfast.destination.Keys;
import holdfast.destination.StoredObject;
import holdfast.destination.Upload;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A destination in memory that keeps the whole contract, and lets tests look inside. */
public final class MemoryDestination implements Destination {
  private final ConcurrentNavigableMap<String, byte[]> objects = new ConcurrentSkipListMap<>();
  private final Set<MemoryUpload> uploads = ConcurrentHashMap.newKeySet();
  private final long maxObjectBytes;

  public MemoryDestination() {
    this(Long.MAX_VALUE);
  }

  public MemoryDestination(long maxObjectBytes) {
    this.maxObjectBytes = maxObjectBytes;
  }

  /** The keys of what is visible, in order. */
  public List<String> keys() {
    return List.copyOf(objects.keySet());
  }

  /** The keys of uploads that were begun and neither committed nor discarded. */
  public List<String> openUploads() {
    return uploads.stream().map(upload -> upload.key).sorted().toList();
  }

  /** Puts bytes where nobody expects them, as a decaying disk would. */
  public void damage(String key, byte[] bytes) {
    objects.put(key, bytes.clone());
  }

  public byte[] bytes(String key) throws FailureException {
    byte[] bytes = objects.get(key);
    if (bytes == null) {
      throw failure(FailureCode.OBJECT_MISSING, "there is no object '" + key + "'");
    }
    return bytes.clone();
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(maxObjectBytes);
  }

  @Override
  public Upload upload(String key) throws FailureException {
    Keys.check(key);
    MemoryUpload upload = new MemoryUpload(key);
    uploads.add(upload);
    return upload;
  }

  @Override
  public InputStream open(String key, long offset) throws FailureException {
    Keys.check(key);
    byte[] bytes = bytes(key);
    if (offset > bytes.length) {
      throw failure(FailureCode.OBJECT_CORRUPT, "'" + key + "' ends before " + offset);
    }
    return new ByteArrayInputStream(bytes, (int) offset, bytes.length - (int) offset);
  }

  @Override
  public Optional<StoredObject> stat(String key) throws FailureException {
    Keys.check(key);
    return Optional.ofNullable(objects.get(key)).map(bytes -> new StoredObject(key, bytes.length));
  }

  @Override
  public void list(String prefix, Consumer<StoredObject> visitor) throws FailureException {
    Keys.checkPrefix(prefix);
    objects
        .tailMap(prefix)
        .forEach(
            (key, bytes) -> {
              if (key.startsWith(prefix)) {
                visitor.accept(new StoredObject(key, bytes.length));
              }
            });
  }

  @Override
  public void delete(String key) throws FailureException {
    Keys.check(key);
    objects.remove(key);
  }

  @Override
  public void discardUploads(String prefix) throws FailureException {
    Keys.checkPrefix(prefix);
    uploads.removeIf(upload -> upload.key.startsWith(prefix));
  }

  @Override
  public void close() {}

  private static FailureException failure(FailureCode code, String message) {
    return new FailureException(code, message, "This is a test.");
  }

  private final class MemoryUpload implements Upload {
    private final String key;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private @Nullable FailureException failure;
    private boolean ended;

    MemoryUpload(String key) {
      this.key = key;
    }

    @Override
    public void write(byte[] source, int offset, int length) throws FailureException {
      requireOpen();
      if (length > maxObjectBytes - bytes.size()) {
        throw fail(failure(FailureCode.DESTINATION_INVALID, "'" + key + "' is too long"));
      }
      bytes.write(source, offset, length);
    }

    @Override
    public StoredObject commit() throws FailureException {
      requireOpen();
      if (!uploads.remove(this)) {
        throw fail(failure(FailureCode.DESTINATION_ERROR, "the upload was discarded"));
      }
      ended = true;
      objects.put(key, bytes.toByteArray());
      return new StoredObject(key, bytes.size());
    }

    @Override
    public void close() {
      ended = true;
      uploads.remove(this);
    }

    private void requireOpen() throws FailureException {
      if (failure != null) {
        throw new FailureException(failure.failure(), failure);
      }
      if (ended) {
        throw new IllegalStateException("the upload of '" + key + "' has ended");
      }
    }

    private FailureException fail(FailureException cause) {
      failure = cause;
      return cause;
    }
  }
}
