package holdfast.chaos;

import holdfast.testing.S3Server;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** A bucket, past the wire. */
record BucketStore(S3Server s3, String bucket) implements Store {
  @Override
  public Set<String> keys() {
    return s3.keys(bucket);
  }

  @Override
  public byte[] read(String key) throws IOException {
    return s3.read(bucket, key);
  }

  @Override
  public void put(String key, byte[] bytes) {
    s3.put(bucket, key, bytes);
  }

  @Override
  public List<String> unfinished() {
    return s3.openUploads(bucket);
  }

  @Override
  public String leaveUnfinished(String key) {
    s3.beginUpload(bucket, key);
    return key;
  }
}
