/** Runs a command: from its arguments to requests, and from their answers to output. */
@NullMarked
package holdfast.cli.call;

import org.jspecify.annotations.NullMarked;
