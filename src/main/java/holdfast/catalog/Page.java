package holdfast.catalog;

import holdfast.model.Key;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param next the key to go on after; null on the last page
 */
public record Page<T>(List<T> items, @Nullable Key next) {
  public Page {
    items = List.copyOf(items);
  }
}
