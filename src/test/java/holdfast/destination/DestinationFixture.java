package holdfast.destination;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import holdfast.model.FailureCode;
import holdfast.testing.Failures;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An empty destination for each test, and short ways to use it. */
abstract class DestinationFixture {
  /** More than one part of the driver under test, and not a whole number of them. */
  protected static final int BIG = 12 * 1024 * 1024 + 12345;

  protected Destination destination;

  /** A destination with nothing in it, for one test. */
  protected abstract Destination open() throws Exception;

  @BeforeEach
  final void openDestination() throws Exception {
    destination = open();
  }

  @AfterEach
  final void closeDestination() {
    destination.close();
  }

  /** Nothing remains of uploads that were discarded, where the driver can tell. */
  protected void assertNothingIsLeft() throws Exception {}

  /** Many at once: a driver's test may know a quicker way. */
  protected void putEmpty(List<String> keys) throws IOException {
    for (String key : keys) {
      put(key, "");
    }
  }

  protected StoredObject put(String key, String text) throws IOException {
    return put(destination, key, text);
  }

  protected static StoredObject put(Destination destination, String key, String text)
      throws IOException {
    try (Upload upload = destination.upload(key)) {
      byte[] bytes = text.getBytes(UTF_8);
      upload.write(bytes, 0, bytes.length);
      return upload.commit();
    }
  }

  protected String read(String key) throws IOException {
    return read(key, 0);
  }

  protected String read(String key, long offset) throws IOException {
    try (InputStream in = destination.open(key, offset)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  protected List<String> keys(String prefix) throws IOException {
    List<String> keys = new ArrayList<>();
    destination.list(prefix, object -> keys.add(object.key()));
    return keys;
  }

  protected static void assertFailsWith(FailureCode code, Failures.Call call) {
    assertThat(Failures.codeOf(call)).isEqualTo(code);
  }
}
