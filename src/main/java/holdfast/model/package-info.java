/** The nouns of Holdfast, their ids and their rules. No I/O: imports nothing of ours. */
@NullMarked
package holdfast.model;

import org.jspecify.annotations.NullMarked;
