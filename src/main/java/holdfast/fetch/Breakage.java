package holdfast.fetch;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.ProtocolException;

/** What an exception of the connection means. Its own message may show the URL, and is not used. */
final class Breakage {
  private Breakage() {}

  static String of(Exception e) {
    return switch (e) {
      case ConnectTimeoutException timeout -> "no connection within the time allowed";
      case SocketTimeoutException timeout -> "no byte came for too long";
      case ConnectException refused -> "no connection";
      case NoRouteToHostException refused -> "no connection";
      case SSLException tls -> "the encrypted connection failed, or its certificate is not trusted";
      case ConnectionClosedException cut -> "the transfer was cut off";
      case NoHttpResponseException none -> "the server hung up without an answer";
      case ProtocolException nonsense -> "the answer is no HTTP";
      default -> "the connection failed";
    };
  }
}
