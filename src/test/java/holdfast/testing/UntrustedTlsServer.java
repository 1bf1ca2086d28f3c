package holdfast.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** A TLS server on 127.0.0.1 whose certificate it has signed itself. */
public final class UntrustedTlsServer implements AutoCloseable {
  private final SSLServerSocket listener;

  private UntrustedTlsServer(SSLServerSocket listener) {
    this.listener = listener;
  }

  public static UntrustedTlsServer start(Path folder) throws Exception {
    SSLContext context =
        context(TestCertificate.keyStore(folder.resolve("keys.p12"), "ip:127.0.0.1"));
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

  private static SSLContext context(KeyStore keys) throws GeneralSecurityException {
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, TestCertificate.PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}
