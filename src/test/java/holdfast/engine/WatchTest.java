package holdfast.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.catalog.CatalogException;
import holdfast.model.FailureException;
import holdfast.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchTest {
  private static final Duration LEASE = Duration.ofSeconds(30);

  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-24T10:00:00Z"));
  private final AtomicInteger looks = new AtomicInteger();
  private final CountDownLatch stopped = new CountDownLatch(1);

  @AfterEach
  void stopTimer() {
    timer.shutdownNow();
  }

  @Test
  void goesOnOnlyWhenTheRunIsWantedNow() throws Exception {
    try (Watch wanted = watch(Lease.shared(LEASE), () -> true)) {
      wanted.require();
    }
    try (Watch unwanted = watch(Lease.shared(LEASE), () -> false)) {
      assertThatThrownBy(unwanted::require)
          .isInstanceOf(FailureException.class)
          .hasMessage("the run was stopped");
    }
  }

  @Test
  void doesNotAskAgainWhatItWasToldAMomentAgo() throws Exception {
    timer.execute(this::keepBusy); // so that only the run itself asks
    AtomicLong nanos = new AtomicLong(2 * Watch.FRESH_NANOS);
    Contact contact = new Contact(Lease.shared(LEASE), clock);
    long claimed = nanos.get() - Watch.FRESH_NANOS + 1;
    try (Watch watch =
        new Watch(timer, contact, () -> answersFrom(1), stopped::countDown, claimed, nanos::get)) {
      watch.requireLately();
      assertThat(looks).as("to have claimed it is to know").hasValue(0);

      nanos.incrementAndGet();
      watch.requireLately();
      nanos.addAndGet(Watch.FRESH_NANOS - 1);
      watch.requireLately();
      assertThat(looks).hasValue(1);

      nanos.incrementAndGet();
      watch.requireLately();
      assertThat(looks).hasValue(2);

      watch.require();
      assertThat(looks).as("but it can be made to ask").hasValue(3);
    }
  }

  @Test
  void waitsForACatalogThatIsAwayForLessThanTheLease() throws Exception {
    try (Watch watch = watch(Lease.shared(LEASE), () -> answersFrom(3))) {
      clock.advance(LEASE);
      watch.require();
    }
    assertThat(looks.get()).isGreaterThanOrEqualTo(3);
  }

  @Test
  void givesUpWhenTheCatalogIsAwayForLongerThanTheLease() {
    Contact contact = new Contact(Lease.shared(LEASE), clock);
    try (Watch watch = watch(contact, () -> answersFrom(1000))) {
      contact.requireNotLost(new IllegalStateException("so far all is well"));
      clock.advance(LEASE.plusMillis(1));

      assertThatThrownBy(watch::require).isInstanceOf(CatalogException.class);
    }
    assertThatThrownBy(() -> contact.requireNotLost(new IllegalStateException()))
        .as("a run without contact does not say how it ended")
        .isInstanceOf(CatalogException.class);
  }

  @Test
  void waitsForTheCatalogAsLongAsItTakesWhenAlone() throws Exception {
    try (Watch watch = watch(Lease.alone(), () -> answersFrom(3))) {
      clock.advance(Duration.ofDays(1));
      watch.require();
    }
    assertThat(looks.get()).isGreaterThanOrEqualTo(3);
  }

  @Test
  void stopsARunThatHasNotHeardOfTheCatalogForLongerThanItsLease() throws Exception {
    try (Watch watch = watch(Lease.shared(LEASE), () -> answersFrom(1000))) {
      clock.advance(LEASE.plusMillis(1));

      assertThatThrownBy(() -> new CountDownLatch(1).await(30, TimeUnit.SECONDS))
          .as("whatever the run waits for is interrupted")
          .isInstanceOf(InterruptedException.class);
      assertThatThrownBy(watch::require).isInstanceOf(FailureException.class);
    }
    assertThat(stopped.getCount()).isZero();
  }

  private void keepBusy() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException testEnds) {
      Thread.currentThread().interrupt();
    }
  }

  private Watch watch(Lease lease, BooleanSupplier stillWanted) {
    return watch(new Contact(lease, clock), stillWanted);
  }

  private Watch watch(Contact contact, BooleanSupplier stillWanted) {
    return new Watch(timer, contact, stillWanted, stopped::countDown);
  }

  private boolean answersFrom(int look) {
    if (looks.incrementAndGet() < look) {
      throw new CatalogException("the catalog is away", new IllegalStateException());
    }
    return true;
  }
}
