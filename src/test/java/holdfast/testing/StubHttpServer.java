package holdfast.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A web server on 127.0.0.1 that writes what a test tells it to, byte by byte, and hangs up after
 * each answer.
 */
public final class StubHttpServer implements AutoCloseable {
  private final ServerSocket listener;
  private final Script script;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  /** What is answered. */
  @FunctionalInterface
  public interface Script {
    /**
     * @param request its head, as it came
     */
    void answer(String request, Answer answer) throws IOException;
  }

  /** Hands to write an answer. */
  public final class Answer {
    private final OutputStream out;

    private Answer(OutputStream out) {
      this.out = out;
    }

    public void write(byte[] bytes) throws IOException {
      out.write(bytes);
      out.flush();
    }

    /** A status line and headers, separated by line ends. */
    public void head(String lines) throws IOException {
      write(("HTTP/1.1 " + lines.replace("\n", "\r\n") + "\r\n\r\n").getBytes(ISO_8859_1));
    }

    public void whole(byte[] body) throws IOException {
      head("200 OK\nContent-Length: " + body.length);
      write(body);
    }

    public void redirect(String location) throws IOException {
      head("302 Found\nContent-Length: 0\nLocation: " + location);
    }

    public void chunk(byte[] bytes) throws IOException {
      write((Integer.toHexString(bytes.length) + "\r\n").getBytes(ISO_8859_1));
      write(bytes);
      write("\r\n".getBytes(ISO_8859_1));
    }

    /** Waits, but no longer than until the server is closed; answers whether it still runs. */
    public boolean waits(long millis) {
      try {
        return !closed.await(millis, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }

  private StubHttpServer(ServerSocket listener, Script script) {
    this.listener = listener;
    this.script = script;
  }

  public static StubHttpServer start(Script script) throws IOException {
    StubHttpServer server =
        new StubHttpServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
    Thread.ofPlatform().daemon().start(server::accept);
    return server;
  }

  /** One that gives these bytes, whatever is asked. */
  public static StubHttpServer serving(byte[] body) throws IOException {
    return start((request, answer) -> answer.whole(body));
  }

  public int port() {
    return listener.getLocalPort();
  }

  public String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  /** The heads of all requests, as they came. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException closedMeanwhile) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      String request = head(client.getInputStream());
      if (!request.isEmpty()) {
        requests.add(request);
        script.answer(request, new Answer(client.getOutputStream()));
      }
    } catch (IOException theClientHungUp) {
      return;
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    int character = in.read();
    while (character >= 0 && head.indexOf("\r\n\r\n") < 0) {
      head.append((char) character);
      character = head.indexOf("\r\n\r\n") < 0 ? in.read() : -1;
    }
    return head.toString();
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      listener.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
