import holdfast.catalog.SecretCipher;
import java.nio.charset.StandardCharsets;

/** What is measured has no secrets, and their encryption is not measured. */
final class NoSecrets implements SecretCipher {
  @Override
  public byte[] seal(String plain, String context) {
    return plain.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String open(byte[] sealed, String context) {
    return new String(sealed, StandardCharsets.UTF_8);
  }
}
