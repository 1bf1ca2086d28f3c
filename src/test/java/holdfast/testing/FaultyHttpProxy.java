package holdfast.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Stands before a real HTTP server on 127.0.0.1 and misbehaves as told, request by request. Passes
 * the bytes on as they are, one request a connection, so that signatures stay right.
 */
public final class FaultyHttpProxy implements AutoCloseable {

  /** What happens to a request. */
  public sealed interface Fault {
    /** Nothing. */
    record None() implements Fault {}

    /** An S3 error of the proxy's own; the server sees nothing. */
    record Answer(int status, String code) implements Fault {}

    /** The connection is reset when so many bytes of the request's body have passed. */
    record CutRequest(int afterBytes) implements Fault {}

    /** The server does what it was asked, and its answer is cut after so many bytes. */
    record CutAnswer(int afterBytes) implements Fault {}

    /** The server does what it was asked, and its answer arrives byte by byte. */
    record Drip(int millis) implements Fault {}

    /** Puts something else in the place of what matches in the answer, its head included. */
    record Rewrite(String pattern, String replacement) implements Fault {}

    /** The request is read and never answered. */
    record Silence() implements Fault {}
  }

  /**
   * The first line of a request.
   *
   * @param target path and query
   */
  public record Request(String method, String target) {}

  private final ServerSocket listener;
  private final int serverPort;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicInteger requests = new AtomicInteger();
  private volatile Function<Request, Fault> behaviour = request -> new Fault.None();

  private FaultyHttpProxy(ServerSocket listener, int serverPort) {
    this.listener = listener;
    this.serverPort = serverPort;
  }

  public static FaultyHttpProxy before(int serverPort) throws IOException {
    ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    FaultyHttpProxy proxy = new FaultyHttpProxy(listener, serverPort);
    Thread.ofVirtual().start(proxy::accept);
    return proxy;
  }

  public String endpoint() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  /** How many requests have come in. */
  public int requests() {
    return requests.get();
  }

  /** From now on; called from several threads. */
  public void behave(Function<Request, Fault> decide) {
    behaviour = decide;
  }

  /** From now on the same for every request. */
  public void always(Fault fault) {
    behave(request -> fault);
  }

  public void recover() {
    always(new Fault.None());
  }

  /** The next {@code times} requests of this method and with this in their target. */
  public void next(int times, String method, String inTarget, Fault fault) {
    AtomicInteger left = new AtomicInteger(times);
    behave(
        request ->
            request.method().equals(method)
                    && request.target().contains(inTarget)
                    && left.getAndDecrement() > 0
                ? fault
                : new Fault.None());
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        sockets.add(client);
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException closing) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      Head head = Head.read(new BufferedInputStream(client.getInputStream()));
      requests.incrementAndGet();
      handle(client, head, behaviour.apply(head.request()));
    } catch (IOException brokenOnPurposeOrByTheClient) {
      return;
    } finally {
      sockets.remove(client);
    }
  }

  private void handle(Socket client, Head head, Fault fault) throws IOException {
    switch (fault) {
      case Fault.None none -> relay(client, head, Integer.MAX_VALUE, client.getOutputStream());
      case Fault.Answer answer -> answer(client, head, answer);
      case Fault.CutRequest cut -> relay(client, head, cut.afterBytes(), client.getOutputStream());
      case Fault.CutAnswer cut ->
          relay(client, head, Integer.MAX_VALUE, new Cutting(client, cut.afterBytes()));
      case Fault.Drip drip ->
          relay(client, head, Integer.MAX_VALUE, new Dripping(client, drip.millis()));
      case Fault.Rewrite rewrite -> rewrite(client, head, rewrite);
      case Fault.Silence silence -> head.body().transferTo(OutputStream.nullOutputStream());
    }
  }

  private static void answer(Socket client, Head head, Fault.Answer answer) throws IOException {
    String body =
        "<Error><Code>%s</Code><Message>on purpose</Message></Error>".formatted(answer.code());
    String response =
        "HTTP/1.1 %d Fault\r\nContent-Type: application/xml\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
            .formatted(
                answer.status(), body.length(), head.request().method().equals("HEAD") ? "" : body);
    client.getOutputStream().write(response.getBytes(ISO_8859_1));
    client.shutdownOutput();
    head.body().transferTo(OutputStream.nullOutputStream());
  }

  /** The request's body flows in a thread of its own: the server may answer before its end. */
  private void relay(Socket client, Head head, int requestBytes, OutputStream toClient)
      throws IOException {
    try (Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort)) {
      sockets.add(server);
      server.getOutputStream().write(head.forServer());
      Thread.ofVirtual().start(() -> forwardBody(client, head, server, requestBytes));
      server.getInputStream().transferTo(toClient);
    }
  }

  private static void forwardBody(Socket client, Head head, Socket server, int bytes) {
    try {
      byte[] buffer = new byte[8192];
      int left = bytes;
      while (left > 0) {
        int count = head.body().read(buffer, 0, Math.min(buffer.length, left));
        if (count < 0) {
          return;
        }
        server.getOutputStream().write(buffer, 0, count);
        left -= count;
      }
      reset(client);
      reset(server);
    } catch (IOException oneSideIsGone) {
      return;
    }
  }

  private void rewrite(Socket client, Head head, Fault.Rewrite rewrite) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    relay(client, head, Integer.MAX_VALUE, answer);
    String changed =
        answer.toString(ISO_8859_1).replaceAll(rewrite.pattern(), rewrite.replacement());
    client.getOutputStream().write(changed.getBytes(ISO_8859_1));
  }

  private static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** The head of a request, and the stream that gives its body. */
  private record Head(String text, InputStream body) {
    static Head read(InputStream in) throws IOException {
      StringBuilder text = new StringBuilder();
      while (text.indexOf("\r\n\r\n", Math.max(0, text.length() - 4)) < 0) {
        int next = in.read();
        if (next < 0) {
          throw new IOException("no request");
        }
        text.append((char) next);
      }
      return new Head(text.toString(), in);
    }

    Request request() {
      int first = text.indexOf(' ');
      int second = text.indexOf(' ', first + 1);
      return new Request(text.substring(0, first), text.substring(first + 1, second));
    }

    byte[] forServer() {
      String once = text.replaceAll("(?im)^(Connection|Proxy-Connection):.*\r\n", "");
      return once.replaceFirst("\r\n", "\r\nConnection: close\r\n").getBytes(ISO_8859_1);
    }
  }

  /** Resets the connection after some bytes. */
  private static final class Cutting extends OutputStream {
    private final Socket client;
    private int left;

    Cutting(Socket client, int left) {
      this.client = client;
      this.left = left;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int count = Math.min(left, length);
      client.getOutputStream().write(bytes, offset, count);
      left -= count;
      if (left == 0) {
        reset(client);
        throw new IOException("cut");
      }
    }
  }

  /** Lets a byte through now and then. */
  private final class Dripping extends OutputStream {
    private final Socket client;
    private final int millis;

    Dripping(Socket client, int millis) {
      this.client = client;
      this.millis = millis;
    }

    @Override
    public void write(int one) throws IOException {
      try {
        if (closed.await(millis, TimeUnit.MILLISECONDS)) {
          throw new IOException("closed");
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IOException(interrupted);
      }
      client.getOutputStream().write(one);
    }
  }
}
