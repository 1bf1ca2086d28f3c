package holdfast.database.redis;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * What a server's certificate has to show. The names are PostgreSQL's, so that the same words mean
 * the same with every type of database.
 *
 * @param rootCertificates a file with those that are trusted, in PEM; else those of this JVM
 */
record TlsPolicy(Mode mode, Optional<String> rootCertificates) {

  enum Mode {
    /** Encrypted, whoever it is. */
    REQUIRE,
    /** Signed by somebody who is trusted. */
    VERIFY_CA,
    /** And made out to the host that the connection names. */
    VERIFY_FULL
  }

  /** Empty for a mode of an unknown name. */
  static Optional<TlsPolicy> of(String mode, Optional<String> rootCertificates) {
    return switch (mode) {
      case "require" -> Optional.of(new TlsPolicy(Mode.REQUIRE, rootCertificates));
      case "verify-ca" -> Optional.of(new TlsPolicy(Mode.VERIFY_CA, rootCertificates));
      case "verify-full" -> Optional.of(new TlsPolicy(Mode.VERIFY_FULL, rootCertificates));
      default -> Optional.empty();
    };
  }

  /** Encrypts a connection that is there, and has looked at the server when it returns. */
  SSLSocket encrypt(Socket plain, String host, int port) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trustManagers(), null);
      SSLSocket socket =
          (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true);
      if (mode == Mode.VERIFY_FULL) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
      }
      socket.startHandshake();
      return socket;
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot use the trusted certificates: " + e.getMessage(), e);
    }
  }

  private TrustManager[] trustManagers() throws IOException, GeneralSecurityException {
    if (mode == Mode.REQUIRE && rootCertificates.isEmpty()) {
      return new TrustManager[] {new Anybody()};
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(rootCertificates.isEmpty() ? null : keyStore(rootCertificates.get()));
    return factory.getTrustManagers();
  }

  private static KeyStore keyStore(String file) throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      int number = 0;
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        trusted.setCertificateEntry("root" + number++, certificate);
      }
    }
    return trusted;
  }

  /** Who asks for {@code sslmode=require} wants no more than that nobody listens in. */
  private static final class Anybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
