/**
 * HTTP v1: one file per resource; contract, validation, paging and errors as filters around them.
 */
@NullMarked
package holdfast.api;

import org.jspecify.annotations.NullMarked;
