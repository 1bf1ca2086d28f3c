/** Commands. They talk to the API like anybody else. */
@NullMarked
package holdfast.cli;

import org.jspecify.annotations.NullMarked;
