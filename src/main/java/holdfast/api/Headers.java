package holdfast.api;

import org.jspecify.annotations.Nullable;

/** The headers of a request. */
@FunctionalInterface
interface Headers {
  /** The first of this name; null when there is none. */
  @Nullable String first(String name);
}
