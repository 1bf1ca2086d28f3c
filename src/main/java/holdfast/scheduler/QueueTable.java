package holdfast.scheduler;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceCurrentlyExecutingException;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceException;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceNotFoundException;
import com.github.kagkarlsson.scheduler.jdbc.AutodetectJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import holdfast.catalog.Catalog;
import holdfast.catalog.CatalogException;
import holdfast.engine.Lease;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * One of the queues in the catalog: how entries get into its table, and how the workers of all
 * nodes share them. Thread-safe.
 *
 * @param tasks the kinds of entries that {@link #enter} takes
 * @param engine found out once: to ask for each entry would be the better part of entering it
 */
record QueueTable(
    Catalog catalog,
    String name,
    List<Task<?>> tasks,
    Lease lease,
    Clock clock,
    JdbcCustomization engine) {
  private static final Duration POLLING = Duration.ofSeconds(1);

  private static final Duration LAST_WORDS = Duration.ofSeconds(20);

  /**
   * Where runs are short and many wait, half of the threads take theirs in one go: to fetch costs
   * as much for one as for many. Where more than half are in long runs, who is free looks each
   * {@link #POLLING} alone.
   */
  private static final double FETCH_BELOW = 0.5;

  /** A node claims no entry that would wait for a thread. */
  private static final double FETCH_UP_TO = 1.0;

  QueueTable(Catalog catalog, String name, List<Task<?>> tasks, Lease lease, Clock clock) {
    this(catalog, name, tasks, lease, clock, new AutodetectJdbcCustomization(catalog.queue()));
  }

  SchedulerBuilder workers(int threads) {
    SchedulerBuilder workers =
        Scheduler.create(catalog.queue(), tasks)
            .tableName(name)
            .jdbcCustomization(engine)
            .schedulerName(new SchedulerName.Fixed(nodeName()))
            .threads(threads)
            .pollingInterval(POLLING)
            .heartbeatInterval(lease.heartbeat())
            .missedHeartbeatsLimit(Lease.HEARTBEATS)
            .enablePriority()
            .shutdownMaxWait(LAST_WORDS)
            // Held says it, and what is known to pass without a stack trace.
            .failureLogging(LogLevel.OFF, false)
            .addExecutionInterceptor(
                (entry, context, rest) ->
                    Held.completion(Held.work(entry, () -> rest.proceed(entry, context))));
    // Nodes that all look for the same entries first would mostly find them taken; SQLite, which
    // knows no row locks, has one node.
    return lease.isAlone() ? workers : workers.pollUsingLockAndFetch(FETCH_BELOW, FETCH_UP_TO);
  }

  /** Whose entries are whose, for a person who looks into the table. */
  private static String nodeName() {
    try {
      return ProcessHandle.current().pid() + "@" + InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return ProcessHandle.current().pid() + "@unknown";
    }
  }

  /** What a dead process had in hand is due again, if it is certain that it is dead. */
  void takeOverWhenAlone() {
    if (!lease.isAlone()) {
      return;
    }
    try (Connection connection = catalog.queue().getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          """
          UPDATE %s
          SET picked = false, picked_by = NULL, last_heartbeat = NULL, version = version + 1
          WHERE picked
          """
              .formatted(name));
    } catch (SQLException e) {
      throw new CatalogException(
          "cannot take over the queue %s: %s".formatted(name, e.getMessage()), e);
    }
  }

  /** Adds an entry that is due now, or brings forward the one that is there. */
  void enter(Connection transaction, TaskInstance<Void> entry) {
    SchedulerClient client = client(transaction);
    if (!client.scheduleIfNotExists(entry, clock.instant())) {
      bringForward(client, entry);
    }
  }

  /** Adds entries that are due now and cannot be there yet. */
  void enterNew(Connection transaction, List<TaskInstance<Void>> entries) {
    if (!entries.isEmpty()) {
      client(transaction).scheduleBatch(List.copyOf(entries), clock.instant());
    }
  }

  private void bringForward(SchedulerClient client, TaskInstance<Void> entry) {
    try {
      client.reschedule(entry, clock.instant());
    } catch (TaskInstanceException e) {
      // A worker, or somebody who brings it forward too, has it in hand: it is looked at soon.
    }
  }

  /** Takes an entry out, if no worker has it in hand. */
  void takeOut(Connection transaction, TaskInstance<Void> entry) {
    try {
      client(transaction).cancel(entry);
    } catch (TaskInstanceNotFoundException | TaskInstanceCurrentlyExecutingException e) {
      // A worker has it in hand, and will find that there is nothing to do.
    }
  }

  private SchedulerClient client(Connection transaction) {
    return SchedulerClient.Builder.create(new TransactionDataSource(transaction), tasks)
        .tableName(name)
        .jdbcCustomization(engine)
        .build();
  }
}
