/** Engines that are backed up: one driver a file. A dump out, a restore in. */
@NullMarked
package holdfast.database;

import org.jspecify.annotations.NullMarked;
