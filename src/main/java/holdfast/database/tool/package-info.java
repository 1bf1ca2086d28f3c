/**
 * What drivers share whose dumps are made by client tools: finding a tool, running it so that it
 * dies with us and shows nobody a secret, and proving what it gave.
 */
@NullMarked
package holdfast.database.tool;

import org.jspecify.annotations.NullMarked;
