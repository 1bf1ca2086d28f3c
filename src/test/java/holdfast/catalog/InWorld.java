package holdfast.catalog;

/** A part of the contract: its tests run in a world that is new for each. */
interface InWorld {
  World world();
}
