/**
 * The driver of MySQL and MariaDB: a dump in SQL by their own client tool out, statements that are
 * looked at one by one into a fresh schema and a swap of tables in.
 */
@NullMarked
package holdfast.database.mysql;

import org.jspecify.annotations.NullMarked;
