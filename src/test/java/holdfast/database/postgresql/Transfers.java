package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testing.Background;
import holdfast.testing.Leftovers;
import holdfast.testing.PostgresDatabase;
import holdfast.testing.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Somebody who writes until closed: a cent at a time goes from one table to the other within a
 * transaction, now in the first database, now in the second. So at each moment no cent is lost or
 * made, and the first database is ahead of the second by one transfer or none.
 */
final class Transfers implements AutoCloseable {
  private static final int ACCOUNTS = 10;
  private static final int CENTS = 1000;
  private static final long LOG_FILE_BYTES = 16 << 20;

  private final PostgresDatabase first;
  private final PostgresDatabase second;
  private final List<Transfer> done = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Void> writer;
  private volatile boolean isEnough;

  /**
   * @param from where the log of the server ended before it
   * @param to where the log ended when it was known to be committed
   */
  private record Transfer(long from, long to) {}

  private Transfers(PostgresDatabase first, PostgresDatabase second) {
    this.first = first;
    this.second = second;
    this.writer = Background.run(this::write);
  }

  static Transfers between(PostgresDatabase first, PostgresDatabase second) {
    for (PostgresDatabase database : List.of(first, second)) {
      database.execute(
          """
          CREATE TABLE a_account (id int PRIMARY KEY, cents bigint NOT NULL);
          CREATE TABLE m_padding AS SELECT n, repeat(md5(n::text), 20) FROM generate_series(1, 8000) n;
          CREATE TABLE z_account (id int PRIMARY KEY, cents bigint NOT NULL, moves bigint NOT NULL);
          INSERT INTO a_account SELECT n, %2$d FROM generate_series(0, %1$d - 1) n;
          INSERT INTO z_account SELECT n, 0, 0 FROM generate_series(0, %1$d - 1) n;
          """
              .formatted(ACCOUNTS, CENTS));
    }
    return new Transfers(first, second);
  }

  private void write() {
    try (Connection one = first.connect();
        Connection other = second.connect()) {
      one.setAutoCommit(false);
      other.setAutoCommit(false);
      while (!isEnough) {
        done.add(transfer(done.size() % 2 == 0 ? one : other, done.size() / 2 % ACCOUNTS));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Transfer transfer(Connection connection, int id) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      long from = position(statement);
      statement.execute("UPDATE a_account SET cents = cents - 1 WHERE id = " + id);
      statement.execute(
          "UPDATE z_account SET cents = cents + 1, moves = moves + 1 WHERE id = " + id);
      connection.commit();
      return new Transfer(from, position(statement));
    }
  }

  private static long position(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("SELECT pg_current_wal_insert_lsn() - '0/0'")) {
      row.next();
      return row.getLong(1);
    }
  }

  /** How many were committed. */
  long count() {
    return done.size();
  }

  /** Waits until so many were committed. */
  void await(long count) {
    assertThat(Leftovers.await(() -> done.size() >= count || writer.isDone())).isTrue();
    assertThat(writer).as("somebody writes").isNotDone();
  }

  /**
   * Holds a copy of both databases against what is true at each moment.
   *
   * @return how many transfers it shows
   */
  long requireWhole(PostgresServer copy) {
    long inFirst = requireWhole(copy, first);
    long inSecond = requireWhole(copy, second);
    assertThat(inFirst - inSecond).as("both are of one moment").isBetween(0L, 1L);
    return inFirst + inSecond;
  }

  private static long requireWhole(PostgresServer copy, PostgresDatabase original) {
    PostgresDatabase database = new PostgresDatabase(copy, original.name());
    assertThat(
            database.query(
                """
                SELECT (SELECT sum(cents) FROM a_account) + (SELECT sum(cents) FROM z_account)
                  || ' ' || ((SELECT sum(cents) FROM z_account) = (SELECT sum(moves) FROM z_account))
                """))
        .containsExactly(ACCOUNTS * CENTS + " true");
    return Long.parseLong(database.query("SELECT sum(moves) FROM z_account").getFirst());
  }

  /**
   * That what a copy shows is what the server had at a position of its log, or just after: at the
   * end of a snapshot the server goes on to the next file of the log, and a copy that starts reads
   * the last one to its end.
   */
  void requireMoment(long shown, long position) {
    long endOfFile = (position + LOG_FILE_BYTES - 1) / LOG_FILE_BYTES * LOG_FILE_BYTES;
    assertThat(shown)
        .as("all that was committed by then, and nothing that began after that file of the log")
        .isBetween(
            done.stream().filter(it -> it.to() <= position).count(),
            done.stream().filter(it -> it.from() < endOfFile).count());
  }

  @Override
  public void close() {
    isEnough = true;
    writer.join();
  }
}
