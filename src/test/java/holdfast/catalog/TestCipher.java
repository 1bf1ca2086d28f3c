package holdfast.catalog;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-GCM with a fixed key, bound to its context. */
final class TestCipher implements SecretCipher {
  private static final int NONCE_BYTES = 12;
  private final SecureRandom random = new SecureRandom();

  @Override
  public byte[] seal(String plain, String context) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] sealed =
        run(Cipher.ENCRYPT_MODE, nonce, plain.getBytes(StandardCharsets.UTF_8), context);
    byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
    System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
    return all;
  }

  @Override
  public String open(byte[] sealed, String context) {
    byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
    byte[] rest = Arrays.copyOfRange(sealed, NONCE_BYTES, sealed.length);
    return new String(run(Cipher.DECRYPT_MODE, nonce, rest, context), StandardCharsets.UTF_8);
  }

  private static byte[] run(int mode, byte[] nonce, byte[] bytes, String context) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, new SecretKeySpec(new byte[32], "AES"), new GCMParameterSpec(128, nonce));
      cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
      return cipher.doFinal(bytes);
    } catch (GeneralSecurityException e) {
      throw new CatalogException("cannot open a secret of " + context, e);
    }
  }
}
