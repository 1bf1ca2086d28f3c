package holdfast;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryNotificationInfo;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import javax.management.NotificationEmitter;

/**
 * Keeps the heap as small as runs need it, though it may grow: one huge row of a database has to be
 * in it as a whole. The serial collector lets what has become garbage pile up to the limit before
 * it looks at it, which would be hundreds of megabytes that nobody uses.
 */
final class SmallHeap {
  /** Of the serial collector. Others look for garbage by themselves. */
  private static final String OLD_GENERATION = "Tenured Gen";

  private SmallHeap() {}

  /** From now on what is old is looked at whenever it comes to so many bytes, all in all. */
  static void keep(long bytes) {
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getName().equals(OLD_GENERATION) && pool.getUsage().getMax() > bytes) {
        collectBeyond(pool, bytes);
      }
    }
  }

  private static void collectBeyond(MemoryPoolMXBean old, long bytes) {
    ((NotificationEmitter) ManagementFactory.getMemoryMXBean())
        .addNotificationListener(
            (notification, handback) -> collect(old, bytes),
            notification ->
                notification.getType().equals(MemoryNotificationInfo.MEMORY_THRESHOLD_EXCEEDED),
            null);
    old.setUsageThreshold(bytes);
  }

  /**
   * What is still used by then is somebody's huge row: it may go, and then there is a next time.
   */
  private static void collect(MemoryPoolMXBean old, long bytes) {
    System.gc();
    MemoryUsage usage = old.getUsage();
    old.setUsageThreshold(Math.min(usage.getMax(), Math.max(bytes, 2 * usage.getUsed())));
  }
}
