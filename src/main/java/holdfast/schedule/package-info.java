/** When is the next run: pure, from timings, time zones and a moment. */
@NullMarked
package holdfast.schedule;

import org.jspecify.annotations.NullMarked;
