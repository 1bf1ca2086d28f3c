package holdfast.catalog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many rows were seen and the sum of their hashes: equal for the same rows in any order, since
 * two engines do not sort alike. Not thread-safe.
 */
final class RowDigest {
  private final MessageDigest sha256 = sha256();
  private long rows;
  private long sum;
  private long secondSum;

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every JDK", e);
    }
  }

  /**
   * @param values texts, bytes, numbers and nulls
   */
  void add(List<@Nullable Object> values) {
    for (Object value : values) {
      byte[] bytes = bytes(value);
      sha256.update(ByteBuffer.allocate(5).put(kind(value)).putInt(bytes.length).flip());
      sha256.update(bytes);
    }
    ByteBuffer hash = ByteBuffer.wrap(sha256.digest());
    sum += hash.getLong();
    secondSum += hash.getLong();
    rows++;
  }

  private static byte kind(@Nullable Object value) {
    return (byte)
        switch (value) {
          case null -> 0;
          case byte[] bytes -> 1;
          case Long number -> 2;
          default -> 3;
        };
  }

  private static byte[] bytes(@Nullable Object value) {
    return switch (value) {
      case null -> new byte[0];
      case byte[] bytes -> bytes;
      default -> value.toString().getBytes(StandardCharsets.UTF_8);
    };
  }

  long rows() {
    return rows;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RowDigest that
        && rows == that.rows
        && sum == that.sum
        && secondSum == that.secondSum;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(sum);
  }

  @Override
  public String toString() {
    return "%d rows (%016x%016x)".formatted(rows, sum, secondSum);
  }
}
