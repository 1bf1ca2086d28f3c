/**
 * Bytes from the web, for imports: which addresses may be asked, how much may come and how long it
 * may take.
 */
@NullMarked
package holdfast.fetch;

import org.jspecify.annotations.NullMarked;
