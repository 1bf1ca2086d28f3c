package holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

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
        CompletableFuture.supplyAsync(
            () -> post("/v1/backup-destinations/built-in/test", ""));
    assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
    CompletableFuture<Void> stopped = CompletableFuture.runAsync(this::stopServer);
    assertThat(stopped).isNotDone();
    mayEnd.countDown();
    answer.get(20, TimeUnit.SECONDS).ok();
    stopped.get(20, TimeUnit.SECONDS);
  }
}
