package holdfast.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** A TLS server on 127.0.0.1 whose certificate it has signed itself. */
public final class UntrustedTlsServer implements AutoCloseable {
  private static final String PASSWORD = "changeit";

  private final SSLServerSocket listener;

  private UntrustedTlsServer(SSLServerSocket listener) {
    this.listener = listener;
  }

  public static UntrustedTlsServer start(Path folder) throws Exception {
    SSLContext context = context(keyStore(folder.resolve("keys.p12")));
    SSLServerSocket listener =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    UntrustedTlsServer server = new UntrustedTlsServer(listener);
    Thread.ofPlatform().daemon().start(server::shakeHands);
    return server;
  }

  public String endpoint() {
    return "https://127.0.0.1:" + listener.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void shakeHands() {
    while (!listener.isClosed()) {
      shakeHand();
    }
  }

  private void shakeHand() {
    try (SSLSocket client = (SSLSocket) listener.accept()) {
      client.startHandshake();
    } catch (IOException refusedByTheClientOrClosed) {
      return;
    }
  }

  private static KeyStore keyStore(Path file) throws Exception {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Process process =
        new ProcessBuilder(
                List.of(
                    keytool,
                    "-genkeypair",
                    "-alias",
                    "self",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=127.0.0.1",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    file.toString(),
                    "-storepass",
                    PASSWORD))
            .redirectErrorStream(true)
            .start();
    process.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
    if (process.waitFor() != 0) {
      throw new AssertionError("keytool failed");
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys;
  }

  private static SSLContext context(KeyStore keys) throws GeneralSecurityException {
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}
