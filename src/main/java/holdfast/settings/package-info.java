/**
 * How the server is set up: environment, configuration file and flags, in one table. Imports
 * nothing of ours.
 */
@NullMarked
package holdfast.settings;

import org.jspecify.annotations.NullMarked;
