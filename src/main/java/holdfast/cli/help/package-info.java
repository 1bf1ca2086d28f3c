/** What is told of the commands: help, completion scripts, man pages. Made from the table. */
@NullMarked
package holdfast.cli.help;

import org.jspecify.annotations.NullMarked;
