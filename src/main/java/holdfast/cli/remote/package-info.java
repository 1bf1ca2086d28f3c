/** Calls over HTTP: requests, pages, followed logs, downloads, and what they fail with. */
@NullMarked
package holdfast.cli.remote;

import org.jspecify.annotations.NullMarked;
