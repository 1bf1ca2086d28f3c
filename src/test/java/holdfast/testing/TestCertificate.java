package holdfast.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/** A certificate that has signed itself, and its key, both in PEM. */
public record TestCertificate(Path certificateFile, Path keyFile) {
  static final String PASSWORD = "changeit";
  private static final Base64.Encoder PEM = Base64.getMimeEncoder(64, new byte[] {'\n'});

  /**
   * Makes one.
   *
   * @param host whom it is made out to, like {@code dns:example.org} or {@code ip:127.0.0.1}
   */
  public static TestCertificate make(Path folder, String name, String host)
      throws IOException, InterruptedException, GeneralSecurityException {
    KeyStore keys = keyStore(folder.resolve(name + ".p12"), host);
    return new TestCertificate(
        write(folder.resolve(name + ".crt"), "CERTIFICATE", keys.getCertificate("it").getEncoded()),
        write(
            folder.resolve(name + ".key"),
            "PRIVATE KEY",
            keys.getKey("it", PASSWORD.toCharArray()).getEncoded()));
  }

  /** Makes one, in a file of Java's own form. */
  static KeyStore keyStore(Path file, String host)
      throws IOException, InterruptedException, GeneralSecurityException {
    keytool(file, host);
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys;
  }

  private static void keytool(Path store, String host) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "it",
            "-keyalg",
            "EC",
            "-dname",
            "CN=test",
            "-ext",
            "san=" + host,
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-storepass",
            PASSWORD);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().transferTo(OutputStream.nullOutputStream());
    if (process.waitFor() != 0) {
      throw new AssertionError("keytool failed");
    }
  }

  private static Path write(Path file, String kind, byte[] der) throws IOException {
    String text =
        "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(kind, PEM.encodeToString(der));
    return Files.writeString(file, text, US_ASCII);
  }
}
