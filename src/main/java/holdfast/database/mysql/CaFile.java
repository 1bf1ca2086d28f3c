package holdfast.database.mysql;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;

/** The file of trusted certificates that a connection may name. */
final class CaFile {
  private CaFile() {}

  /**
   * Requires that it can be used, where there is one: what the library says of it names no file.
   */
  static void require(MysqlUri uri) throws FailureException {
    if (uri.caFile().isEmpty()) {
      return;
    }
    String file = uri.caFile().get();
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      if (CertificateFactory.getInstance("X.509").generateCertificates(in).isEmpty()) {
        throw invalid(file, "there is no certificate in it");
      }
    } catch (IOException | InvalidPathException e) {
      throw invalid(file, "it cannot be read");
    } catch (CertificateException e) {
      throw invalid(file, "it is not of certificates in PEM or DER");
    }
  }

  private static FailureException invalid(String file, String why) {
    return new FailureException(
        FailureCode.CONNECTION_INVALID,
        "the connection's ssl-ca %s cannot be used: %s".formatted(file, why),
        "Name a file on the machine that Holdfast runs on, with the certificates of those who sign"
            + " the server's.");
  }
}
