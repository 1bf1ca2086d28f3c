package holdfast.catalog;

import holdfast.model.Key;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;

/** Cuts lists into pages. One row more than asked for tells whether there is another page. */
final class Pages {
  private static final String AFTER_EVERY_KEY = "g";

  private Pages() {}

  /**
   * @param query newest first, with the parameters {@code after}, {@code limit} and {@code offset}
   */
  static Query bind(Query query, PageRequest page) {
    Key after = page.after();
    return query
        .bind("after", after == null ? AFTER_EVERY_KEY : after.hex())
        .bind("limit", page.limit() + 1L)
        .bind("offset", page.offset());
  }

  static <T> Page<T> of(Query query, PageRequest page, RowMapper<T> rows, Function<T, Key> key) {
    return cut(bind(query, page).map(rows).list(), page.limit(), key);
  }

  static <T> Page<T> cut(List<T> rows, int limit, Function<T, Key> key) {
    if (rows.size() <= limit) {
      return new Page<>(rows, null);
    }
    List<T> shown = rows.subList(0, limit);
    return new Page<>(shown, key.apply(shown.getLast()));
  }
}
