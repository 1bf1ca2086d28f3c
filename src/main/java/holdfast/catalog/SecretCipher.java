package holdfast.catalog;

/** Encrypts secrets at rest. Thread-safe. */
public interface SecretCipher {
  /**
   * @param context what the secret belongs to (its row's id): opening in another context fails, so
   *     that a ciphertext cannot be moved to another row
   */
  byte[] seal(String plain, String context);

  /**
   * Throws {@link UnreadableSecretException} when the key is another, the context differs or the
   * bytes were changed.
   */
  String open(byte[] sealed, String context);
}
