/**
 * Engines that are backed up: what a driver promises, and a package for each. A dump out, a restore
 * in.
 */
@NullMarked
package holdfast.database;

import org.jspecify.annotations.NullMarked;
