package holdfast.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testing.Api;
import holdfast.testing.Background;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StopTest extends ApiTest {

  @Test
  void finishesTheRequestsInFlight() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    inspections.pause =
        () -> {
          arrived.countDown();
          mayEnd.await();
        };
    CompletableFuture<Reply> answer =
        Background.call(() -> post("/v1/backup-destinations/built-in/test", ""));
    assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
    CompletableFuture<Void> stopped = Background.run(this::stopServer);
    awaitRefusedConnections();
    assertThat(stopped).isNotDone();
    mayEnd.countDown();
    answer.get(20, TimeUnit.SECONDS).ok();
    stopped.get(20, TimeUnit.SECONDS);
  }

  @Test
  void saysThatItStopsBeforeItTakesNoMoreConnections() throws Exception {
    assertThat(get("/health").ok().data().path("status").asString()).isEqualTo("ok");
    Thread draining = Thread.startVirtualThread(() -> drainServer(Duration.ofMinutes(1)));
    Api.until(() -> get("/health").ok().data().toString(), it -> it.contains("stopping"));

    assertThat(get("/health").header("Connection")).isEqualTo("close");
    Reply ready = get("/ready");
    assertThat(ready.status()).isEqualTo(503);
    assertThat(ready.message()).contains("about to stop");
    get("/v1/backup-destinations").ok();
    draining.interrupt();
    draining.join();
  }

  @Test
  void answersARequestThatComesOverAnOpenConnectionWhileItStops() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    inspections.pause =
        () -> {
          arrived.countDown();
          mayEnd.await();
        };
    try (Connection open = new Connection(client.base().getPort())) {
      assertThat(open.get("/health")).startsWith("HTTP/1.1 200 ");
      CompletableFuture<Reply> slow =
          Background.call(() -> post("/v1/backup-destinations/built-in/test", ""));
      assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
      CompletableFuture<Void> stopped = Background.run(this::stopServer);

      // Asked all the time: a connection that is idle when the server stops is closed soon.
      String answer = open.get("/health");
      for (long end = in20Seconds(); !answer.contains("stopping"); answer = open.get("/health")) {
        assertThat(System.nanoTime()).isLessThan(end);
      }

      assertThat(answer).startsWith("HTTP/1.1 200 ");
      assertThat(answer).containsIgnoringCase("connection: close");
      awaitRefusedConnections();
      mayEnd.countDown();
      slow.get(20, TimeUnit.SECONDS).ok();
      stopped.get(20, TimeUnit.SECONDS);
    }
  }

  private static long in20Seconds() {
    return System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
  }

  /** A connection that stays open as long as the server wants. */
  private static final class Connection implements AutoCloseable {
    private final Socket socket;

    Connection(int port) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(20_000);
    }

    /** The head of the answer and the first bytes of its body. */
    String get(String path) throws IOException {
      byte[] request = ("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(UTF_8);
      socket.getOutputStream().write(request);
      StringBuilder answer = new StringBuilder();
      while (!answer.toString().contains("}}")) {
        int next = socket.getInputStream().read();
        assertThat(next).as("closed after: %s", answer).isNotNegative();
        answer.append((char) next);
      }
      return answer.toString();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  /** Returns when the server has begun to stop. */
  private void awaitRefusedConnections() throws IOException {
    long deadline = in20Seconds();
    while (System.nanoTime() < deadline) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), client.base().getPort())) {
        assertThat(socket.isConnected()).isTrue();
      } catch (SocketException e) {
        return; // Refused; or reset, where it stopped while the connection waited to be taken.
      }
    }
    throw new AssertionError("the server still takes connections");
  }
}
