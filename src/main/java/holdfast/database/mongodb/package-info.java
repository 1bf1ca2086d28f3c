/** MongoDB, over its own driver and in the format of {@code mongodump --archive}. */
@NullMarked
package holdfast.database.mongodb;

import org.jspecify.annotations.NullMarked;
