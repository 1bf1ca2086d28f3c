/**
 * The PostgreSQL driver: pg_dump's custom format out, pg_restore into a fresh database and a swap
 * of names in.
 */
@NullMarked
package holdfast.database.postgresql;

import org.jspecify.annotations.NullMarked;
