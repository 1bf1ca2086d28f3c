package holdfast.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A way to a server on the loopback that is cut after so many bytes have come back through it: from
 * then on every connection is gone and no new one is taken.
 */
public final class CuttingProxy implements AutoCloseable {
  private static final int BUFFER_BYTES = 4096;

  private final int target;
  private final ServerSocket door;
  private final AtomicLong bytesLeft;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  public CuttingProxy(int targetPort, long bytes) throws IOException {
    target = targetPort;
    bytesLeft = new AtomicLong(bytes);
    door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return door.getLocalPort();
  }

  /** Cuts it now. */
  public void cut() {
    closeQuietly(door);
    sockets.forEach(CuttingProxy::closeQuietly);
  }

  @Override
  public void close() {
    cut();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = door.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.addAll(List.of(client, server));
        Thread.ofVirtual().start(() -> copy(client, server, new AtomicLong(Long.MAX_VALUE)));
        Thread.ofVirtual().start(() -> copy(server, client, bytesLeft));
      }
    } catch (IOException e) {
      close(); // The door was closed.
    }
  }

  private void copy(Socket from, Socket to, AtomicLong budget) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        if (budget.addAndGet(-count) < 0) {
          close();
          return;
        }
        out.write(buffer, 0, count);
      }
    } catch (IOException e) {
      closeQuietly(to); // One side has gone, so the other goes too.
    } finally {
      closeQuietly(from);
      closeQuietly(to);
    }
  }

  private static void closeQuietly(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
