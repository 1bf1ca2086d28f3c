package holdfast.model;

/**
 * What went wrong, for a person and for a script.
 *
 * @param code what scripts decide by
 * @param message lower-case, without secrets: what happened, and where
 * @param hint a full sentence: what to do about it
 */
public record Failure(FailureCode code, String message, String hint) {}
