package holdfast.testing;

import holdfast.destination.Capabilities;
import holdfast.destination.Destination;
import holdfast.destination.StoredObject;
import holdfast.destination.Upload;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Fails the n-th call: each call of a destination, each write and commit of an upload, each read of
 * a stream counts; closing does not, as it never fails. To try every place where something can go
 * wrong, count n up until a run {@link #wasSpared}:
 *
 * <pre>{@code
 * for (int n = 1; ; n++) {
 *   var faulty = FaultyDestination.beforeCall(n, new MemoryDestination());
 *   ... run, and check that nothing was lost, published by mistake or left behind ...
 *   if (faulty.wasSpared()) break;
 * }
 * }</pre>
 */
public final class FaultyDestination implements Destination {
  /** A trouble of the server that may pass. */
  public static final Failure TROUBLE =
      new Failure(FailureCode.DESTINATION_ERROR, "trouble on purpose", "This is a test.");

  /**
   * The n-th call does nothing, or does its work and then fails all the same: the answer is lost.
   */
  private enum Moment {
    BEFORE,
    AFTER
  }

  private final Destination destination;
  private final int failingCall;
  private final Moment moment;
  private final Failure failure;
  private final AtomicInteger calls = new AtomicInteger();

  private FaultyDestination(
      Destination destination, int failingCall, Moment moment, Failure failure) {
    this.destination = destination;
    this.failingCall = failingCall;
    this.moment = moment;
    this.failure = failure;
  }

  /** The n-th call (from 1) fails and has no effect. */
  public static FaultyDestination beforeCall(int n, Destination destination) {
    return new FaultyDestination(destination, n, Moment.BEFORE, TROUBLE);
  }

  /** The n-th call (from 1) has its effect and fails. */
  public static FaultyDestination afterCall(int n, Destination destination) {
    return new FaultyDestination(destination, n, Moment.AFTER, TROUBLE);
  }

  /** The same with another failure. */
  public FaultyDestination with(Failure other) {
    return new FaultyDestination(destination, failingCall, moment, other);
  }

  /** How many calls there were. */
  public int calls() {
    return calls.get();
  }

  /** Whether there were too few calls for one to fail. */
  public boolean wasSpared() {
    return calls() < failingCall;
  }

  private interface Call<T> {
    T run() throws IOException;
  }

  private <T> T attempt(Call<T> call) throws FailureException {
    boolean fails = calls.incrementAndGet() == failingCall;
    if (fails && moment == Moment.BEFORE) {
      throw new FailureException(failure, null);
    }
    T result = run(call);
    if (fails) {
      throw new FailureException(failure, null);
    }
    return result;
  }

  private static <T> T run(Call<T> call) throws FailureException {
    try {
      return call.run();
    } catch (FailureException failed) {
      throw failed;
    } catch (IOException other) {
      throw new AssertionError("not a FailureException", other);
    }
  }

  private interface Action {
    void run() throws FailureException;
  }

  private void attemptAction(Action action) throws FailureException {
    attempt(
        () -> {
          action.run();
          return true;
        });
  }

  @Override
  public Capabilities capabilities() {
    return destination.capabilities();
  }

  @Override
  public Upload upload(String key) throws FailureException {
    return new FaultyUpload(attempt(() -> destination.upload(key)));
  }

  @Override
  public InputStream open(String key, long offset) throws FailureException {
    return new FaultyStream(attempt(() -> destination.open(key, offset)));
  }

  @Override
  public Optional<StoredObject> stat(String key) throws FailureException {
    return attempt(() -> destination.stat(key));
  }

  @Override
  public void list(String prefix, Consumer<StoredObject> visitor) throws FailureException {
    attemptAction(() -> destination.list(prefix, visitor));
  }

  @Override
  public void delete(String key) throws FailureException {
    attemptAction(() -> destination.delete(key));
  }

  @Override
  public void discardUploads(String prefix) throws FailureException {
    attemptAction(() -> destination.discardUploads(prefix));
  }

  @Override
  public void close() {
    destination.close();
  }

  private final class FaultyUpload implements Upload {
    private final Upload upload;
    private boolean failed;

    FaultyUpload(Upload upload) {
      this.upload = upload;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws FailureException {
      once(
          () ->
              attempt(
                  () -> {
                    upload.write(bytes, offset, length);
                    return true;
                  }));
    }

    @Override
    public StoredObject commit() throws FailureException {
      return once(() -> attempt(upload::commit));
    }

    /** After a failure an upload can only be closed. */
    private <T> T once(Call<T> call) throws FailureException {
      if (failed) {
        throw new FailureException(failure, null);
      }
      failed = true;
      T result = FaultyDestination.run(call);
      failed = false;
      return result;
    }

    @Override
    public void close() {
      upload.close();
    }
  }

  private final class FaultyStream extends FilterInputStream {
    FaultyStream(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      return attempt(in::read);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return attempt(() -> in.read(target, offset, length));
    }
  }
}
