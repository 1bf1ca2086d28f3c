package holdfast.testing;

import holdfast.model.Location;
import holdfast.model.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * A real S3 server in this process, on a free port of 127.0.0.1: it checks signatures and keeps
 * everything in memory. Like Amazon's it refuses parts below 5 MiB, but for the last.
 */
public final class S3Server implements AutoCloseable {
  /** The least that a part may have. */
  public static final int PART_BYTES = 5 * 1024 * 1024;

  private static final String ACCESS_KEY = "AKIDHOLDFASTTEST";
  private static final String SECRET_KEY = "secret/Of+The+Test+Server/0123456789abcd";

  private final BlobStore store;
  private final int port;
  private S3Proxy proxy;

  private S3Server(BlobStore store, S3Proxy proxy) {
    this.store = store;
    this.proxy = proxy;
    this.port = proxy.getPort();
  }

  public static S3Server start() throws Exception {
    BlobStore store = BlobStores.create("transient", new Properties());
    return new S3Server(store, serve(store, 0));
  }

  private static S3Proxy serve(BlobStore store, int port) throws Exception {
    S3Proxy proxy =
        S3Proxy.builder()
            .blobStore(store)
            .endpoint(URI.create("http://127.0.0.1:" + port))
            .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY, SECRET_KEY)
            .ignoreUnknownHeaders(true)
            .stopTimeout(0)
            .build();
    proxy.start();
    return proxy;
  }

  /** Ends it with all its connections; what it has stored is kept. */
  public void crash() {
    try {
      proxy.stop();
    } catch (Exception failed) {
      throw new IllegalStateException("the S3 server does not stop", failed);
    }
  }

  /** Serves again what it had stored when it crashed, at the port where it was. */
  public void startAgain() throws Exception {
    proxy = serve(store, port);
  }

  public int port() {
    return port;
  }

  public String endpoint() {
    return "http://127.0.0.1:" + port();
  }

  public String accessKey() {
    return ACCESS_KEY;
  }

  public Secret secretKey() {
    return new Secret(SECRET_KEY);
  }

  public void createBucket(String bucket) {
    store.createContainer(bucket);
  }

  public void deleteBucket(String bucket) {
    store.deleteContainer(bucket);
  }

  public Location.S3 location(String bucket) {
    return location(bucket, endpoint());
  }

  /** A bucket of this server that is reached over something else. */
  public Location.S3 location(String bucket, String endpoint) {
    return new Location.S3(bucket, "us-east-1", endpoint, ACCESS_KEY, secretKey());
  }

  /** Stores an empty object without going over the wire. */
  public void putEmpty(String bucket, String key) {
    put(bucket, key, new byte[0]);
  }

  /** A link by which whoever has it reads an object, for an hour. */
  public String link(String bucket, String key) {
    S3Presigner.Builder presigner =
        S3Presigner.builder()
            .endpointOverride(URI.create(endpoint()))
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(ACCESS_KEY, SECRET_KEY)))
            .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build());
    try (S3Presigner signing = presigner.build()) {
      return signing
          .presignGetObject(
              request ->
                  request
                      .signatureDuration(Duration.ofHours(1))
                      .getObjectRequest(object -> object.bucket(bucket).key(key)))
          .url()
          .toString();
    }
  }

  /** The keys of all objects, read without going over the wire. */
  public Set<String> keys(String bucket) {
    Set<String> keys = new TreeSet<>();
    @Nullable String token = null;
    do {
      ListObjectsV2Response page =
          store.list(
              ListObjectsV2Request.builder().bucket(bucket).continuationToken(token).build());
      page.contents().forEach(object -> keys.add(object.key()));
      token = page.nextContinuationToken();
    } while (token != null);
    return keys;
  }

  /** An object's bytes, read without going over the wire. */
  public byte[] read(String bucket, String key) throws IOException {
    try (InputStream bytes = store.getBlob(bucket, key)) {
      return bytes.readAllBytes();
    }
  }

  /** Stores an object without going over the wire. */
  public void put(String bucket, String key, byte[] bytes) {
    store.putBlob(
        PutObjectRequest.builder()
            .bucket(bucket)
            .key(key)
            .contentLength((long) bytes.length)
            .build(),
        new ByteArrayInputStream(bytes));
  }

  /** Begins an upload without going over the wire, and leaves it. */
  public void beginUpload(String bucket, String key) {
    store.initiateMultipartUpload(
        CreateMultipartUploadRequest.builder().bucket(bucket).key(key).build());
  }

  /** The keys of uploads that were begun and neither committed nor discarded. */
  public List<String> openUploads(String bucket) {
    return store.listMultipartUploads(bucket).stream().map(MultipartUpload::key).toList();
  }

  /** How many objects there are, whatever their keys. */
  public int objects(String bucket) {
    return store.list(bucket).contents().size();
  }

  @Override
  public void close() {
    crash();
    store.close();
  }
}
