package holdfast.security;

import holdfast.model.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** How an access token looks, and what is kept of it. */
final class TokenText {
  /** So that scanners for leaked secrets recognise ours. */
  private static final String PREFIX = "hf_";

  private static final int RANDOM_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private TokenText() {}

  /** A new token of 256 random bits. */
  static Secret random() {
    byte[] bytes = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(bytes);
    return new Secret(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /**
   * What the catalog knows a token by. A plain hash is enough for 256 random bits: there is nothing
   * to guess. Looking a hash up leaks nothing by its timing, since nobody can choose hashes.
   */
  static String sha256Hex(String token) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
