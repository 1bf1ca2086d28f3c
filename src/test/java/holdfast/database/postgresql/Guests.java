package holdfast.database.postgresql;

import holdfast.testing.Leftovers;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sessions in a database that come back as soon as they are thrown out, as an application's pool
 * does.
 */
final class Guests implements AutoCloseable {
  private final PostgresDatabase database;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicLong answers = new AtomicLong();
  private final AtomicLong refusals = new AtomicLong();
  private volatile boolean leaving;

  Guests(PostgresDatabase database, int count) {
    this.database = database;
    for (int i = 0; i < count; i++) {
      threads.add(Thread.ofVirtual().start(this::visit));
    }
  }

  /** How often they were thrown out or not let in. */
  long refusals() {
    return refusals.get();
  }

  /** Whether they are answered (again) within some seconds. */
  boolean comeInAgain() {
    long before = answers.get();
    return Leftovers.await(() -> answers.get() > before + threads.size());
  }

  private void visit() {
    while (!leaving) {
      try (Connection connection =
              DriverManager.getConnection(
                  "jdbc:postgresql://127.0.0.1:%d/%s"
                      .formatted(database.port(), database.name().replace(" ", "%20")),
                  PostgresServer.KEEPER,
                  PostgresServer.PASSWORD);
          Statement statement = connection.createStatement()) {
        while (!leaving) {
          statement.execute("SELECT pg_sleep(0.05)");
          answers.incrementAndGet();
        }
      } catch (SQLException e) {
        refusals.incrementAndGet(); // Thrown out, or not let in: once more.
      }
    }
  }

  @Override
  public void close() {
    leaving = true;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
