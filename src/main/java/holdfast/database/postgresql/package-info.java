/**
 * The PostgreSQL driver: pg_dump's custom format out, pg_restore into a fresh database and a swap
 * of names in; or in place, in one transaction, for roles that may make no databases.
 */
@NullMarked
package holdfast.database.postgresql;

import org.jspecify.annotations.NullMarked;
