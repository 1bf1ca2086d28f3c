/** Answers and failures as text: for people fitted to their terminal, for programs exact. */
@NullMarked
package holdfast.cli.output;

import org.jspecify.annotations.NullMarked;
