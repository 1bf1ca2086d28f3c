package holdfast.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A value that must not be shown: {@link #toString} never reveals it, and comparing takes constant
 * time.
 */
public final class Secret {
  private final String value;

  public Secret(String value) {
    this.value = value;
  }

  /** The value in clear, for the one call that needs it. */
  public String reveal() {
    return value;
  }

  /** A text with the value, should it be in there, made unreadable. */
  public String redact(String text) {
    return value.isEmpty() ? text : text.replace(value, toString());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && MessageDigest.isEqual(bytes(), secret.bytes());
  }

  @Override
  public int hashCode() {
    return 0;
  }

  private byte[] bytes() {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "***";
  }
}
