/** What we remember: SQL on SQLite or PostgreSQL, one store per noun, migrations. */
@NullMarked
package holdfast.catalog;

import org.jspecify.annotations.NullMarked;
