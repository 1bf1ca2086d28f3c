package holdfast.api;

/**
 * One operation of the contract.
 *
 * @param id its {@code operationId} there
 * @param path with its parameters in braces
 */
record Operation(String id, String method, String path, Guard guard, Handler handler) {}
