/** What expires and why: pure. Acting on it is elsewhere. */
@NullMarked
package holdfast.retention;

import org.jspecify.annotations.NullMarked;
