/**
 * The table of all that can be typed. Each operation of the API is a row that says what it is
 * called by, what it takes and how its answer is shown; help, completion, man pages and the calls
 * themselves are made from the rows. A test holds the table against {@code openapi.yaml}.
 */
@NullMarked
package holdfast.cli.command;

import org.jspecify.annotations.NullMarked;
