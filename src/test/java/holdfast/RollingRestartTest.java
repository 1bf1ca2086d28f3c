package holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testing.Api;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServers;
import holdfast.testing.ServerProcess;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Two nodes are restarted in turn while clients go on. */
class RollingRestartTest {
  private static final int CLIENTS = 4;
  private static final int BACKUPS = 16;
  private static final int REQUESTS_PER_BACKUP = 8;
  private static final String ADDON = "/v1/projects/shop/addons/shop-db";
  private static final Map<String, String> DRAINING = Map.of("HOLDFAST_DRAIN_SECONDS", "2");

  @TempDir Path folder;
  private final List<String> nodes = new CopyOnWriteArrayList<>();
  private final Queue<String> troubles = new ConcurrentLinkedQueue<>();
  private final Queue<String> accepted = new ConcurrentLinkedQueue<>();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger asked = new AtomicInteger();
  private volatile boolean over;
  private String token = "";

  @AfterEach
  void dropDatabases() {
    PostgresServers.dropDatabases();
  }

  @Test
  void everyRequestIsAnsweredAndEveryBackupIsMadeOnce() throws Exception {
    PostgresDatabase source = PostgresServers.shared(14).createDatabase();
    source.executeAsKeeper("CREATE TABLE small AS SELECT generate_series(1, 100) AS n");
    try (Installation all = new Installation(folder, PostgresServers.shared(15).createDatabase())) {
      ServerProcess first = all.startFirst(DRAINING);
      ServerProcess second = all.start("second", DRAINING);
      token = all.api(first).token();
      register(all.api(first), source);
      nodes.addAll(List.of(first.url(), second.url()));
      List<Thread> clients = startClients();

      ServerProcess again = restart(all, "first", first);
      restart(all, "second", second);
      over = true;
      for (Thread client : clients) {
        assertThat(client.join(Duration.ofMinutes(1))).isTrue();
      }

      assertThat(troubles).isEmpty();
      assertThat(answered).hasValueGreaterThan(50);
      assertThat(accepted).doesNotHaveDuplicates().hasSizeGreaterThan(2);
      for (String backup : accepted) {
        JsonNode done =
            Api.ended(() -> new Api(again.url(), token).get(ADDON + "/backups/" + backup).data());
        assertThat(done.path("status").asString()).as("%s", done).isEqualTo("completed");
      }
      assertThat(
              new Api(again.url(), token)
                  .get(ADDON + "/backups?per_page=100")
                  .data()
                  .path("backups"))
          .hasSize(accepted.size());
      assertThat(manifests()).hasSize(accepted.size());
    }
  }

  /** As a balancer would: the node is sent nothing any more when it says that it stops. */
  private ServerProcess restart(Installation all, String name, ServerProcess node)
      throws Exception {
    node.askToStop();
    Api.until(() -> ready(node.url()), status -> status == 503);
    nodes.remove(node.url());
    assertThat(node.terminate()).isEqualTo(143);
    ServerProcess again = all.start(name, DRAINING);
    nodes.add(again.url());
    return again;
  }

  private static int ready(String url) {
    return new Api(url, "").get("/ready").status();
  }

  private List<Thread> startClients() {
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(Thread.startVirtualThread(this::goOn));
    }
    return clients;
  }

  private void goOn() {
    try (HttpClient http = HttpClient.newHttpClient()) {
      for (int turn = 0; !over; turn++) {
        if (turn % REQUESTS_PER_BACKUP == 0 && asked.incrementAndGet() <= BACKUPS) {
          String name = "b" + asked.get() + "-" + Thread.currentThread().threadId();
          send(http, post(name), turn);
          accepted.add(name);
        } else {
          send(http, HttpRequest.newBuilder().GET(), turn);
        }
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      }
    } catch (IOException | RuntimeException e) {
      troubles.add(e.toString());
    } catch (InterruptedException e) {
      troubles.add("interrupted");
    }
  }

  private static HttpRequest.Builder post(String name) {
    return HttpRequest.newBuilder()
        .POST(BodyPublishers.ofString("{\"compressionType\":\"zstd\",\"name\":\"" + name + "\"}"));
  }

  /** Only a connection that was refused is tried elsewhere. */
  private void send(HttpClient http, HttpRequest.Builder request, int turn)
      throws IOException, InterruptedException {
    for (int attempt = 0; ; attempt++) {
      List<String> now = List.copyOf(nodes);
      URI uri = URI.create(now.get((turn + attempt) % now.size()) + ADDON + "/backups");
      HttpRequest built =
          request
              .uri(uri)
              .timeout(Duration.ofSeconds(30))
              .setHeader("Content-Type", "application/json")
              .setHeader("Authorization", "Bearer " + token)
              .build();
      try {
        HttpResponse<String> answer = http.send(built, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
          troubles.add(uri + " answered " + answer.statusCode() + " " + answer.body());
        }
        answered.incrementAndGet();
        return;
      } catch (ConnectException refused) {
        assertThat(attempt).as("refused everywhere").isLessThan(100);
      }
    }
  }

  private List<Path> manifests() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("first/built-in"))) {
      return files.filter(file -> file.endsWith("manifest.json")).toList();
    }
  }

  private static void register(Api api, PostgresDatabase source) {
    api.post("/v1/projects", "{'name':'Shop'}").data();
    Installation.addon(api, "/v1/projects/shop", source);
  }
}
