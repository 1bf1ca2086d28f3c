package holdfast;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryNotificationInfo;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.management.NotificationEmitter;

/**
 * Keeps the heap as small as runs need it, though it may grow: one huge row of a database has to be
 * in it as a whole. The serial collector lets what has become garbage pile up to the limit before
 * it looks at it, which would be hundreds of megabytes that nobody uses.
 */
final class SmallHeap {
  /** Of the serial collector. Others look for garbage by themselves. */
  private static final String OLD_GENERATION = "Tenured Gen";

  private final MemoryPoolMXBean old;
  private final long bytes;
  private final Executor later;
  private boolean looksAgain;

  private SmallHeap(MemoryPoolMXBean old, long bytes, Duration lookAgain) {
    this.old = old;
    this.bytes = bytes;
    this.later = CompletableFuture.delayedExecutor(lookAgain.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * From now on what is old is looked at whenever it comes to so many bytes, all in all.
   *
   * @param lookAgain how long after a look that has left more than that
   */
  static void keep(long bytes, Duration lookAgain) {
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getName().equals(OLD_GENERATION) && pool.getUsage().getMax() > bytes) {
        new SmallHeap(pool, bytes, lookAgain).start();
      }
    }
  }

  private void start() {
    ((NotificationEmitter) ManagementFactory.getMemoryMXBean())
        .addNotificationListener(
            (notification, handback) -> look(),
            notification ->
                notification.getType().equals(MemoryNotificationInfo.MEMORY_THRESHOLD_EXCEEDED),
            null);
    old.setUsageThreshold(bytes);
  }

  /**
   * What is left is somebody's huge row. When it goes there may be no other work that fills the
   * heap, and so it is looked at again after a while.
   */
  private synchronized void look() {
    if (old.getUsage().getUsed() > bytes) {
      System.gc();
    }
    MemoryUsage left = old.getUsage();
    old.setUsageThreshold(Math.min(left.getMax(), Math.max(bytes, 2 * left.getUsed())));
    if (left.getUsed() > bytes && !looksAgain) {
      looksAgain = true;
      later.execute(this::lookAgain);
    }
  }

  private synchronized void lookAgain() {
    looksAgain = false;
    look();
  }
}
