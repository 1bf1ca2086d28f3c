package holdfast.testing.mongodb;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The server's side of one login by SCRAM-SHA-256. */
final class Scram {
  private static final int ITERATIONS = 4096;
  private static final byte[] SALT = "salt of the tests".getBytes(UTF_8);

  private final Map<String, String> passwords;
  private String firstBare = "";
  private String serverFirst = "";
  private @Nullable String user;

  /**
   * @param passwords by user
   */
  Scram(Map<String, String> passwords) {
    this.passwords = passwords;
  }

  /** The answer to the client's first message. */
  byte[] first(byte[] message) {
    firstBare = new String(message, UTF_8).substring("n,,".length());
    user = field(firstBare, "n=").replace("=2C", ",").replace("=3D", "=");
    serverFirst =
        "r=%sserver,s=%s,i=%d"
            .formatted(
                field(firstBare, "r="), Base64.getEncoder().encodeToString(SALT), ITERATIONS);
    return serverFirst.getBytes(UTF_8);
  }

  /** The answer to the client's proof; null when it does not hold. */
  byte @Nullable [] last(byte[] message) throws GeneralSecurityException {
    String text = new String(message, UTF_8);
    String password = passwords.get(user);
    if (password == null) {
      return null;
    }
    String signed =
        firstBare + "," + serverFirst + "," + text.substring(0, text.lastIndexOf(",p="));
    byte[] salted = salted(password);
    byte[] storedKey = sha256(hmac(salted, "Client Key"));
    byte[] signature = hmac(storedKey, signed);
    byte[] clientKey = Base64.getDecoder().decode(field(text, "p="));
    for (int i = 0; i < clientKey.length; i++) {
      clientKey[i] ^= signature[i];
    }
    if (!MessageDigest.isEqual(sha256(clientKey), storedKey)) {
      return null;
    }
    byte[] proof = hmac(hmac(salted, "Server Key"), signed);
    return ("v=" + Base64.getEncoder().encodeToString(proof)).getBytes(UTF_8);
  }

  /** Who has logged in, once {@link #last} has answered. */
  @Nullable String user() {
    return user;
  }

  private static String field(String text, String name) {
    for (String part : text.split(",", -1)) {
      if (part.startsWith(name)) {
        return part.substring(name.length());
      }
    }
    throw new IllegalArgumentException("no " + name);
  }

  private static byte[] salted(String password) throws GeneralSecurityException {
    return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
        .generateSecret(new PBEKeySpec(password.toCharArray(), SALT, ITERATIONS, 256))
        .getEncoded();
  }

  private static byte[] sha256(byte[] bytes) throws GeneralSecurityException {
    return MessageDigest.getInstance("SHA-256").digest(bytes);
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(UTF_8));
  }
}
