package holdfast.engine;

/**
 * Says to every run that this process wants to end: what can be taken up again later stops now.
 * Thread-safe.
 */
public final class StopSignal {
  private volatile boolean requested;

  public void request() {
    requested = true;
  }

  boolean isRequested() {
    return requested;
  }
}
