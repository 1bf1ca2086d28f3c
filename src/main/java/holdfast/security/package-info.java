/** Tokens, roles, permissions, and secrets at rest. */
@NullMarked
package holdfast.security;

import org.jspecify.annotations.NullMarked;
