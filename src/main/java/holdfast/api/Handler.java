package holdfast.api;

/** Does what one operation promises. Thread-safe. */
@FunctionalInterface
interface Handler {
  /** Throws {@link ApiError} for what the contract refuses. */
  Answer handle(Request request);
}
