package holdfast.destination;

/**
 * What all destinations of this installation have in common.
 *
 * @param retry for calls that can be repeated
 * @param isShared whether other machines use the same destinations: then the folder of a local one
 *     has to carry its {@link FolderMark}
 */
public record DestinationSettings(
    LocalRoots localRoots, S3Settings s3, Retry retry, boolean isShared) {

  public static DestinationSettings defaults(LocalRoots localRoots) {
    return new DestinationSettings(localRoots, S3Settings.defaults(), Retry.PATIENT, false);
  }

  /** For a person who waits for the answer. */
  DestinationSettings impatient() {
    return new DestinationSettings(localRoots, s3.impatient(), Retry.NEVER, isShared);
  }
}
