package holdfast.engine;

import holdfast.catalog.CatalogException;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks, beside a run that may be blocked, whether the run is still wanted, and stops it when it is
 * not: closes what it reads from or writes to, and interrupts the run's thread. Made and closed by
 * that thread.
 */
final class Watch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
  private static final long PERIOD_MILLIS = 500;

  /**
   * An answer of this age is what {@link #tick} goes by, too. A run that is lost or aborted
   * meanwhile may publish: then its end finds that out, and takes away what it stored.
   */
  static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(PERIOD_MILLIS);

  private final Thread run = Thread.currentThread();
  private final Contact contact;
  private final BooleanSupplier stillWanted;
  private final Runnable stop;
  private final LongSupplier nanos;
  private final Future<?> ticking;
  private @Nullable Thread stopping;
  private boolean closed;
  private volatile long wantedAtNanos;

  /**
   * @param contact is told of each answer
   * @param stillWanted asks the catalog, again and again; also a place to note progress
   * @param stop called once, on a thread of its own since it may take long, when the answer was no,
   *     or none has come for longer than the lease
   */
  Watch(
      ScheduledExecutorService timer, Contact contact, BooleanSupplier stillWanted, Runnable stop) {
    this(timer, contact, stillWanted, stop, System.nanoTime() - FRESH_NANOS, System::nanoTime);
  }

  /**
   * @param wantedAtNanos a moment at which the run was this process's own: when it was claimed
   * @param nanos goes on while this process is stopped
   */
  Watch(
      ScheduledExecutorService timer,
      Contact contact,
      BooleanSupplier stillWanted,
      Runnable stop,
      long wantedAtNanos,
      LongSupplier nanos) {
    this.contact = contact;
    this.stillWanted = stillWanted;
    this.stop = stop;
    this.nanos = nanos;
    this.wantedAtNanos = wantedAtNanos;
    this.ticking =
        timer.scheduleWithFixedDelay(
            this::tick, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * Looks now, and returns only when the catalog says that the run is still wanted: to be called
   * before anything that others will see. A node that slept past its lease learns here that others
   * have its run. While the catalog does not answer it waits, as long as nobody can have taken the
   * run over.
   *
   * @throws FailureException when the run is wanted no longer
   * @throws CatalogException when the catalog has not answered for longer than the lease
   */
  void require() throws FailureException {
    while (!isWantedNow()) {
      pause();
    }
    check();
  }

  /** The same, but what the catalog has said a moment ago will do. */
  void requireLately() throws FailureException {
    if (nanos.getAsLong() - wantedAtNanos < FRESH_NANOS) {
      check();
    } else {
      require();
    }
  }

  /** Answers false when that is not known now. */
  private boolean isWantedNow() throws FailureException {
    check();
    try {
      if (!look()) {
        throw stopped();
      }
      return true;
    } catch (CatalogException e) {
      if (contact.isLostNow()) {
        throw e;
      }
      LOG.warn("nothing is published before the catalog can be asked: {}", e.getMessage());
      return false;
    }
  }

  private boolean look() {
    long asked = nanos.getAsLong();
    boolean wanted = stillWanted.getAsBoolean();
    contact.heard();
    if (wanted) {
      wantedAtNanos = asked;
    }
    return wanted;
  }

  /** Waits a moment, unless the run is stopped. */
  void pause() throws FailureException {
    try {
      Thread.sleep(PERIOD_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw stopped();
    }
  }

  /** Throws when the run is wanted no longer, as far as the last look knows. */
  private synchronized void check() throws FailureException {
    if (stopping != null) {
      throw stopped();
    }
  }

  /** What a run ends with that is wanted no longer. */
  static FailureException stopped() {
    return new FailureException(
        FailureCode.ABORTED, "the run was stopped", "Start it again if it is still wanted.");
  }

  private void tick() {
    try {
      if (!look()) {
        stopOnce();
      }
    } catch (RuntimeException e) {
      boolean isTooLong = contact.isLostNow();
      LOG.warn(
          "could not look whether a run is still wanted; {}",
          isTooLong ? "it is stopped, for others may have taken it over" : "looking again soon",
          e);
      if (isTooLong) {
        stopOnce();
      }
    }
  }

  private synchronized void stopOnce() {
    if (stopping == null && !closed) {
      stopping = Thread.ofVirtual().start(stop);
      run.interrupt();
    }
  }

  /**
   * Ends the looking; waits for a stop that has begun, and takes back its interrupt, so that what
   * follows can clean up.
   */
  @Override
  public void close() {
    ticking.cancel(false);
    Thread begun = end();
    if (begun != null) {
      takeBackInterrupt();
      join(begun);
    }
  }

  private synchronized @Nullable Thread end() {
    closed = true;
    return stopping;
  }

  private static void takeBackInterrupt() {
    boolean wasOurs = Thread.interrupted();
    LOG.debug("a run was stopped; its thread was {}", wasOurs ? "interrupted" : "free");
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
