package holdfast.database.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testing.Background;
import holdfast.testing.Leftovers;
import holdfast.testing.MariaDbDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;

/**
 * Moves money between the tables {@code a} and {@code b} for as long as it is open, a little in
 * each transaction, and notes in {@code move} where the binary log was before it. Nobody else may
 * write at the server.
 */
final class MoneyMover implements AutoCloseable {
  private final MariaDbDatabase database;
  private final CompletableFuture<Void> work;
  private volatile int moves;
  private volatile boolean isOver;

  MoneyMover(MariaDbDatabase database) {
    this.database = database;
    database.execute("CREATE TABLE a (id int PRIMARY KEY, money int, filler text)");
    database.execute(
        "INSERT INTO a SELECT seq, 100, REPEAT('x', 2000) FROM "
            + database.server().release().numbers(500));
    database.execute("CREATE TABLE b LIKE a");
    database.execute("INSERT INTO b SELECT * FROM a");
    database.execute(
        "CREATE TABLE move (n int PRIMARY KEY, file varchar(99), position bigint, gtids text)");
    work = Background.run(this::move);
  }

  private void move() {
    try (Connection connection = database.server().connect(database.name());
        Statement statement = connection.createStatement();
        PreparedStatement note =
            connection.prepareStatement("INSERT INTO move VALUES (?, ?, ?, ?)")) {
      connection.setAutoCommit(false);
      for (int n = 1; !isOver; n++) {
        NotedPlace before = NotedPlace.now(database.server(), connection);
        statement.execute("UPDATE a SET money = money - 1 WHERE id = " + (n % 500 + 1));
        statement.execute("UPDATE b SET money = money + 1 WHERE id = " + (500 - n % 500));
        note.setInt(1, n);
        note.setString(2, before.file());
        note.setLong(3, before.position());
        note.setString(4, before.gtids());
        note.execute();
        connection.commit();
        moves = n;
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many have been committed, at least. */
  int moves() {
    return Integer.parseInt(database.query("SELECT COALESCE(MAX(n), 0) FROM move").getFirst());
  }

  void awaitMoreThan(int count) {
    assertThat(Leftovers.await(() -> work.isDone() || moves > count)).isTrue();
    assertThat(moves).as("moves").isGreaterThan(count);
  }

  /** What was noted with a move. */
  NotedPlace notedWith(int move) throws SQLException {
    try (Connection connection = database.server().connect(database.name());
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT file, position, gtids FROM move WHERE n = " + move)) {
      row.next();
      return new NotedPlace(database.server(), row.getString(1), row.getLong(2), row.getString(3));
    }
  }

  @Override
  public void close() {
    isOver = true;
    work.join();
  }
}
