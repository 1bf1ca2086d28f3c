/**
 * A server for the tests that speaks MongoDB's protocol: mongo-java-server keeps the documents, and
 * a gate before it knows what it does not: users, sessions, options, views, snapshots.
 */
@NullMarked
package holdfast.testing.mongodb;

import org.jspecify.annotations.NullMarked;
