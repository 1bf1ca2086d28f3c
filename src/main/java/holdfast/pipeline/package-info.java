/** Bytes in flight: observers (count, hash) and transformers (compress), in both directions. */
@NullMarked
package holdfast.pipeline;

import org.jspecify.annotations.NullMarked;
