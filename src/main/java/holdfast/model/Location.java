package holdfast.model;

/** Where a backup destination keeps its objects. */
public sealed interface Location {

  /** The destination's type on the wire. */
  String type();

  /**
   * A bucket of an S3-compatible server.
   *
   * @param endpoint a host or a URL; a bare host means https
   */
  record S3(String bucket, String region, String endpoint, String accessKey, Secret secretKey)
      implements Location {
    @Override
    public String type() {
      return "s3";
    }

    /** Whether {@code other} names the same bucket of the same server, whatever the credentials. */
    public boolean isSamePlaceAs(S3 other) {
      return bucket.equals(other.bucket) && endpoint.equals(other.endpoint);
    }
  }

  /**
   * A folder of this machine.
   *
   * @param path absolute
   */
  record Local(String path) implements Location {
    @Override
    public String type() {
      return "local";
    }
  }
}
