/** The contract as people read it: the page {@code /docs}, and the examples on it. */
@NullMarked
package holdfast.reference;

import org.jspecify.annotations.NullMarked;
