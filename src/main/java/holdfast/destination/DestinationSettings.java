package holdfast.destination;

/**
 * What all destinations of this installation have in common.
 *
 * @param retry for calls that can be repeated
 */
public record DestinationSettings(LocalRoots localRoots, S3Settings s3, Retry retry) {

  public static DestinationSettings defaults(LocalRoots localRoots) {
    return new DestinationSettings(localRoots, S3Settings.defaults(), Retry.PATIENT);
  }

  /** For a person who waits for the answer. */
  DestinationSettings impatient() {
    return new DestinationSettings(localRoots, s3.impatient(), Retry.NEVER);
  }
}
