/** What tests share: real servers, hand-written fakes, faults. */
@NullMarked
package holdfast.testing;

import org.jspecify.annotations.NullMarked;
