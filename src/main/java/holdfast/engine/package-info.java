/**
 * One backup, restore, deletion or recovery, start to finish: joins database, pipeline, destination
 * and catalog.
 */
@NullMarked
package holdfast.engine;

import org.jspecify.annotations.NullMarked;
