package holdfast.cli.remote;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A log that is followed. For one thread. */
public final class Tail implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private final WebSocket socket;
  private final BlockingQueue<Message> messages;

  /** What came: lines, or the end. */
  private sealed interface Message {}

  private record Lines(JsonNode data) implements Message {}

  private record End(String why) implements Message {}

  private Tail(WebSocket socket, BlockingQueue<Message> messages) {
    this.socket = socket;
    this.messages = messages;
  }

  static Tail open(HttpClient http, URI address, String token)
      throws IOException, InterruptedException {
    BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
    try {
      WebSocket socket =
          http.newWebSocketBuilder()
              .connectTimeout(CONNECT_TIMEOUT)
              .buildAsync(address, new Reader(messages))
              .join();
      socket.sendText(login(token), true).join();
      return new Tail(socket, messages);
    } catch (CompletionException e) {
      throw new IOException("the log cannot be followed: " + reason(e), e);
    }
  }

  private static String reason(CompletionException e) {
    Throwable cause = Optional.ofNullable(e.getCause()).orElse(e);
    return cause instanceof java.net.http.WebSocketHandshakeException refused
        ? "the server answers " + refused.getResponse().statusCode()
        : String.valueOf(cause.getMessage());
  }

  private static String login(String token) {
    Map<String, ?> auth = Map.of("type", "apiToken", "apiToken", token);
    return ApiClient.JSON.writeValueAsString(Map.of("type", "init", "data", Map.of("auth", auth)));
  }

  /**
   * The next lines; none when none come within this time, null after the end.
   *
   * @throws IOException when the server says why it ends it, or is gone
   */
  public @Nullable List<JsonNode> next(Duration patience) throws IOException, InterruptedException {
    return switch (messages.poll(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      case null -> List.of();
      case Lines lines -> lines.data().valueStream().toList();
      case End end when end.why().isEmpty() -> null;
      case End end -> throw new IOException("the log is not followed any more: " + end.why());
    };
  }

  @Override
  public void close() {
    socket.abort();
  }

  /** Puts whole messages together. */
  private static final class Reader implements WebSocket.Listener {
    private final BlockingQueue<Message> messages;
    private final StringBuilder text = new StringBuilder();

    Reader(BlockingQueue<Message> messages) {
      this.messages = messages;
    }

    @Override
    public @Nullable CompletionStage<?> onText(
        WebSocket socket, CharSequence part, boolean isLast) {
      text.append(part);
      if (isLast) {
        take(ApiClient.JSON.readTree(text.toString()));
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }

    private void take(JsonNode message) {
      switch (message.path("type").asString("")) {
        case "log-lines" -> messages.add(new Lines(message.path("data")));
        case "error" -> messages.add(new End(message.at("/data/message").asString("refused")));
        default -> {
          // The login has succeeded.
        }
      }
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      messages.add(new End(status == WebSocket.NORMAL_CLOSURE ? "" : reason));
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      messages.add(new End("the connection broke: " + error.getMessage()));
    }
  }
}
