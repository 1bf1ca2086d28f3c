package holdfast.catalog;

import holdfast.model.Key;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list, newest first.
 *
 * @param limit how many items, at least 1
 * @param after only items older than this key; null from the newest
 * @param offset how many items to pass over first; costs what it passes over
 */
public record PageRequest(int limit, @Nullable Key after, long offset) {

  public PageRequest {
    if (limit < 1 || offset < 0) {
      throw new IllegalArgumentException("no page of %d items from %d".formatted(limit, offset));
    }
  }

  public static PageRequest first(int limit) {
    return new PageRequest(limit, null, 0);
  }
}
