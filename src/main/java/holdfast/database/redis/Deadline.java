package holdfast.database.redis;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts a connection when something takes too long. A socket's own timeout is of one read: it knows
 * nothing of writes, nor of a server that sends a byte now and then.
 */
final class Deadline {
  private static final Logger LOG = LoggerFactory.getLogger(Deadline.class);

  private Deadline() {}

  /** What is done with a connection. */
  interface Exchange<T> {
    T run() throws IOException;
  }

  /** Does something, and cuts the connection when it takes longer, so that it fails. */
  static <T> T within(Duration patience, Socket socket, Exchange<T> exchange) throws IOException {
    Thread thread = Thread.ofVirtual().start(() -> cutAfter(patience, socket));
    try {
      return exchange.run();
    } finally {
      thread.interrupt();
    }
  }

  private static void cutAfter(Duration patience, Socket socket) {
    try {
      Thread.sleep(patience);
      closeNow(socket);
    } catch (InterruptedException cameInTime) {
      return;
    }
  }

  static void closeNow(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.warn("a connection could not be closed: {}", e.getMessage());
    }
  }
}
