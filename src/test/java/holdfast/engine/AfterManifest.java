package holdfast.engine;

import holdfast.destination.Capabilities;
import holdfast.destination.Destination;
import holdfast.destination.StoredObject;
import holdfast.destination.Upload;
import holdfast.model.FailureException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Consumer;

/** Lets something happen in the moment after the manifest was written. */
record AfterManifest(Destination destination, Runnable then) implements Destination {
  @Override
  public Capabilities capabilities() {
    return destination.capabilities();
  }

  @Override
  public Upload upload(String key) throws FailureException {
    Upload upload = destination.upload(key);
    return key.endsWith(Manifest.FILE_NAME) ? new Last(upload, then) : upload;
  }

  private record Last(Upload upload, Runnable then) implements Upload {
    @Override
    public void write(byte[] bytes, int offset, int length) throws FailureException {
      upload.write(bytes, offset, length);
    }

    @Override
    public StoredObject commit() throws FailureException {
      StoredObject stored = upload.commit();
      then.run();
      return stored;
    }

    @Override
    public void close() {
      upload.close();
    }
  }

  @Override
  public InputStream open(String key, long offset) throws FailureException {
    return destination.open(key, offset);
  }

  @Override
  public Optional<StoredObject> stat(String key) throws FailureException {
    return destination.stat(key);
  }

  @Override
  public void list(String prefix, Consumer<StoredObject> visitor) throws FailureException {
    destination.list(prefix, visitor);
  }

  @Override
  public void delete(String key) throws FailureException {
    destination.delete(key);
  }

  @Override
  public void discardUploads(String prefix) throws FailureException {
    destination.discardUploads(prefix);
  }

  @Override
  public void close() {
    destination.close();
  }
}
