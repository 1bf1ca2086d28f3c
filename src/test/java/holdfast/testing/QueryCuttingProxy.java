package holdfast.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * A way to a server of MySQL's protocol on the loopback that is cut at the n-th statement that
 * changes anything from a certain one on, as if the process that sends them had died: every
 * connection is gone then, and no new one is taken. It must not be encrypted.
 */
public final class QueryCuttingProxy implements AutoCloseable {
  private static final int QUERY = 3;

  /** To be cut at one of these is to be cut before the next one that changes something. */
  private static final Pattern CHANGES_NOTHING =
      Pattern.compile("\\s*(SET|SELECT|SHOW|USE)\\b.*", Pattern.DOTALL);

  private final int target;
  private final String first;
  private final boolean passesLast;
  private final ServerSocket door;
  private final AtomicInteger left;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private volatile boolean counts;
  private volatile boolean isCut;

  /**
   * @param first what the first statement that is counted contains
   * @param number of the statement at which it is cut
   * @param passesLast whether that statement still comes to the server, and only its answer is lost
   */
  public QueryCuttingProxy(int targetPort, String first, int number, boolean passesLast)
      throws IOException {
    this.target = targetPort;
    this.first = first;
    this.left = new AtomicInteger(number);
    this.passesLast = passesLast;
    this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return door.getLocalPort();
  }

  /** Whether there were so many statements. */
  public boolean isCut() {
    return isCut;
  }

  @Override
  public void close() {
    closeQuietly(door);
    sockets.forEach(QueryCuttingProxy::closeQuietly);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = door.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        sockets.addAll(List.of(client, server));
        Thread.ofVirtual().start(() -> copyStatements(client, server));
        Thread.ofVirtual().start(() -> copyAnswers(server, client));
      }
    } catch (IOException e) {
      close(); // The door was closed.
    }
  }

  private void copyStatements(Socket from, Socket to) {
    try {
      DataInputStream in = new DataInputStream(from.getInputStream());
      OutputStream out = to.getOutputStream();
      while (true) {
        byte[] header = in.readNBytes(4);
        if (header.length < 4) {
          break;
        }
        int length = (header[0] & 0xff) | (header[1] & 0xff) << 8 | (header[2] & 0xff) << 16;
        byte[] body = in.readNBytes(length);
        boolean isLast = header[3] == 0 && length > 0 && body[0] == QUERY && isLast(body);
        if (!isLast || passesLast) {
          byte[] packet = Arrays.copyOf(header, header.length + length);
          System.arraycopy(body, 0, packet, header.length, length);
          out.write(packet);
        }
        if (isLast) {
          isCut = true;
          close();
        }
      }
    } catch (IOException e) {
      closeQuietly(to); // One side has gone, so the other goes too.
    } finally {
      closeQuietly(from);
      closeQuietly(to);
    }
  }

  private boolean isLast(byte[] query) {
    String sql = new String(query, 1, query.length - 1, ISO_8859_1);
    counts |= sql.contains(first);
    return counts && !CHANGES_NOTHING.matcher(sql).matches() && left.decrementAndGet() == 0;
  }

  private static void copyAnswers(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
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
