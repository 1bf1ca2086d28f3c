/** What several rooms' tests stand on: real servers, and fakes written by hand. */
@NullMarked
package holdfast.testing;

import org.jspecify.annotations.NullMarked;
