/**
 * The driver for Redis and Valkey: an RDB over the replication protocol out, RESTORE key by key and
 * one script that renames them all in.
 */
@NullMarked
package holdfast.database.redis;

import org.jspecify.annotations.NullMarked;
