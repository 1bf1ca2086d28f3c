/** Places where backups are kept: one driver a file, one concern a wrapper. */
@NullMarked
package holdfast.destination;

import org.jspecify.annotations.NullMarked;
