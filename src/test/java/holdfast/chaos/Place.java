package holdfast.chaos;

/**
 * A destination.
 *
 * @param id in the API
 * @param prefix before all its keys in the store
 * @param domain where nobody else but this installation, and what is foreign, may be
 * @param foreign what others have there
 */
record Place(String id, Store store, String prefix, String domain, Foreign foreign) {}
