package holdfast.catalog;

import holdfast.model.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A part of the contract. Each test begins with an empty catalog. */
interface InWorld {
  World world();

  /** Opens the catalog under test once more, as another node or the next start would. */
  Catalog openAgain();

  /**
   * Walks a list by cursor, {@code limit} items at a time, doing {@code meanwhile} between pages.
   */
  static <T> List<T> walk(int limit, Function<PageRequest, Page<T>> list, Runnable meanwhile) {
    List<T> items = new ArrayList<>();
    Page<T> page = list.apply(PageRequest.first(limit));
    items.addAll(page.items());
    for (Key next = page.next(); next != null; next = page.next()) {
      meanwhile.run();
      page = list.apply(new PageRequest(limit, next, 0));
      items.addAll(page.items());
    }
    return items;
  }

  static <T> List<T> walk(int limit, Function<PageRequest, Page<T>> list) {
    return walk(limit, list, () -> {});
  }
}
