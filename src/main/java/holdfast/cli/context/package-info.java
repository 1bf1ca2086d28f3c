/** Which server is meant, and the token for it: the file of contexts, and this machine's own. */
@NullMarked
package holdfast.cli.context;

import org.jspecify.annotations.NullMarked;
