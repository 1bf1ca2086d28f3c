package holdfast.engine;

import holdfast.database.Restoration;
import holdfast.model.FailureException;
import holdfast.pipeline.Sink;

/**
 * The end of the way back. Finishing it proves nothing yet: {@link Restoration#commit} comes later.
 */
record RestorationSink(Restoration restoration) implements Sink {
  @Override
  public void write(byte[] bytes, int offset, int length) throws FailureException {
    restoration.write(bytes, offset, length);
  }

  @Override
  public void finish() {}

  @Override
  public void close() {
    restoration.close();
  }
}
