package holdfast.database.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A connection that speaks RESP, the servers' protocol: commands out, replies in. For one thread;
 * {@link #close} comes from any, and frees one that is blocked.
 */
final class RedisConnection implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final int BUFFER_BYTES = 1 << 16;

  /** A line says what follows, a number or why it was refused. */
  private static final int MAX_LINE_BYTES = 1 << 16;

  private static final int MAX_REPLY_BYTES = 64 << 20;
  private static final int MAX_ITEMS = 1 << 20;
  private static final int LINE_END_BYTES = 2;

  private final Socket plain;
  private final InputStream in;
  private final RespWriter writer;

  private RedisConnection(Socket plain, Socket spoken) throws IOException {
    this.plain = plain;
    this.in = new BufferedInputStream(spoken.getInputStream(), BUFFER_BYTES);
    this.writer = new RespWriter(new BufferedOutputStream(spoken.getOutputStream(), BUFFER_BYTES));
  }

  /** Connects, and encrypts where the URI says so; logs in to nothing. */
  static RedisConnection open(RedisUri uri) throws IOException {
    Socket plain = new Socket();
    try {
      return Deadline.within(CONNECT_TIMEOUT.multipliedBy(2), plain, () -> open(plain, uri));
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }

  private static RedisConnection open(Socket plain, RedisUri uri) throws IOException {
    plain.setTcpNoDelay(true);
    plain.setKeepAlive(true);
    plain.connect(new InetSocketAddress(uri.host(), uri.port()), (int) CONNECT_TIMEOUT.toMillis());
    return new RedisConnection(
        plain,
        uri.tls().isEmpty() ? plain : uri.tls().get().encrypt(plain, uri.host(), uri.port()));
  }

  /**
   * The bytes themselves, for what is no reply.
   *
   * @param idle how long a reader waits for the next byte
   */
  InputStream input(Duration idle) throws IOException {
    plain.setSoTimeout((int) idle.toMillis());
    return in;
  }

  /** Does something with this connection, and cuts it when that takes longer. */
  <T> T within(Duration patience, Deadline.Exchange<T> exchange) throws IOException {
    return Deadline.within(patience, plain, exchange);
  }

  /** Where commands are written; they go on their way by {@link #flush} at the latest. */
  RespWriter writer() {
    return writer;
  }

  void flush() throws IOException {
    writer.out().flush();
  }

  /** The next line, without its end. */
  String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the server has closed the connection");
      }
      if (line.length() == MAX_LINE_BYTES) {
        throw new IOException("the server answers something else than replies");
      }
      line.append((char) c);
    }
    int end = line.length();
    return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
  }

  Reply readReply() throws IOException {
    String line = readLine();
    if (line.isEmpty()) {
      throw new IOException("the server answers something else than replies");
    }
    String rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '+' -> new Reply.Text(rest.getBytes(ISO_8859_1));
      case '-' -> new Reply.Refusal(new String(rest.getBytes(ISO_8859_1), UTF_8));
      case ':' -> new Reply.Count(number(rest));
      case '$' -> text(number(rest));
      case '*' -> items(number(rest));
      default -> throw new IOException("the server answers something else than replies");
    };
  }

  private static long number(String digits) throws IOException {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw new IOException("the server answers something else than replies", e);
    }
  }

  private Reply text(long length) throws IOException {
    if (length < 0) {
      return new Reply.Nothing();
    }
    if (length > MAX_REPLY_BYTES) {
      throw new IOException("the server answers with " + length + " bytes");
    }
    byte[] bytes = in.readNBytes((int) length);
    byte[] end = in.readNBytes(LINE_END_BYTES);
    if (bytes.length < length || end.length < LINE_END_BYTES) {
      throw new EOFException("the server has closed the connection");
    }
    return new Reply.Text(bytes);
  }

  private Reply items(long count) throws IOException {
    if (count < 0) {
      return new Reply.Nothing();
    }
    if (count > MAX_ITEMS) {
      throw new IOException("the server answers with " + count + " items");
    }
    List<Reply> items = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      items.add(readReply());
    }
    return new Reply.Items(items);
  }

  /** Not in TLS's own way, which would wait for a server that does not listen. */
  @Override
  public void close() {
    Deadline.closeNow(plain);
  }
}
