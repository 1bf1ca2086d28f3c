/**
 * {@code holdfast demo}: the main job on embedded defaults, with a real PostgreSQL that is thrown
 * away afterwards.
 */
@NullMarked
package holdfast.cli.demo;

import org.jspecify.annotations.NullMarked;
