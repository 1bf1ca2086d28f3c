package holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
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
        CompletableFuture.supplyAsync(() -> post("/v1/backup-destinations/built-in/test", ""));
    assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
    CompletableFuture<Void> stopped = CompletableFuture.runAsync(this::stopServer);
    awaitRefusedConnections();
    assertThat(stopped).isNotDone();
    mayEnd.countDown();
    answer.get(20, TimeUnit.SECONDS).ok();
    stopped.get(20, TimeUnit.SECONDS);
  }

  /** Returns when the server has begun to stop. */
  private void awaitRefusedConnections() throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (System.nanoTime() < deadline) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), client.base().getPort())) {
        assertThat(socket.isConnected()).isTrue();
      } catch (ConnectException e) {
        return;
      }
    }
    throw new AssertionError("the server still takes connections");
  }
}
