package holdfast.security;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import holdfast.catalog.CatalogException;
import holdfast.catalog.SecretCipher;
import holdfast.catalog.UnreadableSecretException;
import holdfast.model.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;

/**
 * Encrypts secrets at rest with AES-256-GCM under a Tink keyset, whose older keys still open what
 * they sealed. The keyset is as secret as all that it protects, and without it the catalog's
 * secrets are lost: it belongs into the safe, apart from the catalog's own backup.
 */
public final class TinkSecretCipher implements SecretCipher {
  private final Aead aead;

  private TinkSecretCipher(Aead aead) {
    this.aead = aead;
  }

  /**
   * With the keyset in {@code file}. Where there is none, one is made if the catalog is new; if it
   * is not, its secrets were sealed with another key, and a new one would only hide the loss.
   *
   * <p>To be called before a new catalog is made, so that no crash leaves a catalog without a key.
   *
   * @param catalogIsNew whether nothing was ever stored in the catalog
   * @throws RefusedException when the key is missing, unreadable, or open to others than its owner
   */
  public static TinkSecretCipher fromFile(Path file, boolean catalogIsNew) throws IOException {
    OwnerOnlyFile keyFile = new OwnerOnlyFile(file);
    if (!keyFile.exists()) {
      if (!catalogIsNew) {
        throw new RefusedException(
            "the key file %s is missing, and the catalog's secrets cannot be read without it; put it back from your backup or from another node"
                .formatted(file));
      }
      createKey(keyFile);
    }
    return parse(keyFile.read(), file.toString());
  }

  /**
   * With a keyset given as Tink's JSON, or as that in base64.
   *
   * @throws RefusedException when it is no such keyset
   */
  public static TinkSecretCipher fromKeyset(Secret keyset) {
    String text = keyset.reveal().strip();
    return parse(text.startsWith("{") ? text : decoded(text), "the given keyset");
  }

  private static String decoded(String base64) {
    try {
      return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new RefusedException("the given keyset is neither JSON nor base64");
    }
  }

  private static void createKey(OwnerOnlyFile file) throws IOException {
    try {
      file.create(newKeyset());
    } catch (FileAlreadyExistsException e) {
      // Another node of the same installation was faster; its key is ours.
    }
  }

  private static String newKeyset() {
    try {
      AeadConfig.register();
      return TinkJsonProtoKeysetFormat.serializeKeyset(
          KeysetHandle.generateNew(
              PredefinedAeadParameters.AES256_GCM, RegistryConfiguration.get()),
          RegistryConfiguration.get(),
          InsecureSecretKeyAccess.get());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM is part of every JDK", e);
    }
  }

  private static TinkSecretCipher parse(String json, String source) {
    try {
      AeadConfig.register();
      KeysetHandle keys =
          TinkJsonProtoKeysetFormat.parseKeyset(
              json, RegistryConfiguration.get(), InsecureSecretKeyAccess.get());
      return new TinkSecretCipher(keys.getPrimitive(RegistryConfiguration.get(), Aead.class));
    } catch (GeneralSecurityException | RuntimeException e) {
      // The cause is left out: its message may quote the key.
      throw new RefusedException(source + " is not a Tink AEAD keyset in JSON");
    }
  }

  @Override
  public byte[] seal(String plain, String context) {
    try {
      return aead.encrypt(bytes(plain), bytes(context));
    } catch (GeneralSecurityException e) {
      throw new CatalogException("a secret cannot be encrypted", e);
    }
  }

  @Override
  public String open(byte[] sealed, String context) {
    try {
      return new String(aead.decrypt(sealed, bytes(context)), StandardCharsets.UTF_8);
    } catch (GeneralSecurityException e) {
      throw new UnreadableSecretException(
          "a secret of '%s' cannot be decrypted: the key is another, or its row was changed"
              .formatted(context),
          e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
