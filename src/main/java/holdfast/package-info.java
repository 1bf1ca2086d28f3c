/** Holdfast: a self-hosted backup service for databases. {@link holdfast.Main} wires the rooms. */
@NullMarked
package holdfast;

import org.jspecify.annotations.NullMarked;
