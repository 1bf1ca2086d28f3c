/** Who runs what, when and where: the queue and its workers, on db-scheduler. */
@NullMarked
package holdfast.scheduler;

import org.jspecify.annotations.NullMarked;
