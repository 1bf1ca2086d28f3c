package holdfast.chaos;

/**
 * A destination.
 *
 * @param id in the API
 * @param prefix before all its keys in the store
 * @param foreign what others have there
 */
record Place(String id, Store store, String prefix, Foreign foreign) {}
