package holdfast.testing;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A WebSocket on a log, like the official client's. */
public final class TailClient implements AutoCloseable {
  private static final long SECONDS = 20;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient http = HttpClient.newHttpClient();
  private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final WebSocket socket;

  /** Opens the socket; nothing is said yet. */
  public TailClient(URI base, String path) {
    URI uri = URI.create(base.toString().replaceFirst("^http", "ws") + path);
    socket = http.newWebSocketBuilder().buildAsync(uri, new Inbox()).join();
  }

  /** Opens the socket and sends the first message. */
  public static TailClient loggedIn(URI base, String path, String token) {
    TailClient tail = new TailClient(base, path);
    tail.send(login(token));
    return tail;
  }

  public static String login(String token) {
    ObjectNode message = JSON.createObjectNode().put("type", "init");
    message.putObject("data").putObject("auth").put("type", "apiToken").put("apiToken", token);
    return message.toString();
  }

  public void send(String message) {
    socket.sendText(message, true).join();
  }

  /** The next message. */
  public JsonNode next() throws InterruptedException {
    JsonNode message = messages.poll(SECONDS, TimeUnit.SECONDS);
    if (message == null) {
      throw new AssertionError("no message has come");
    }
    return message;
  }

  /** The texts of the next lines, as many as are wanted or, with the last batch, more. */
  public List<String> lines(int count) throws InterruptedException {
    List<String> lines = new ArrayList<>();
    while (lines.size() < count) {
      JsonNode message = next();
      if (!message.path("type").asString().equals("log-lines")) {
        throw new AssertionError("instead of lines came " + message);
      }
      message.path("data").forEach(line -> lines.add(line.path("log").asString()));
    }
    return lines;
  }

  /** The texts of the next lines, until one begins so. */
  public List<String> linesUntil(String beginning) throws InterruptedException {
    List<String> lines = new ArrayList<>();
    while (lines.stream().noneMatch(line -> line.startsWith(beginning))) {
      lines.addAll(lines(1));
    }
    return lines;
  }

  /** The code with which the server has closed. */
  public int closeCode() throws Exception {
    return closed.get(SECONDS, TimeUnit.SECONDS);
  }

  public boolean isClosed() {
    return closed.isDone();
  }

  @Override
  public void close() {
    socket.abort();
    http.shutdownNow();
  }

  private final class Inbox implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
      text.append(part);
      if (isLast) {
        messages.add(JSON.readTree(text.toString()));
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      closed.complete(code);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable cause) {
      closed.completeExceptionally(cause);
    }
  }
}
