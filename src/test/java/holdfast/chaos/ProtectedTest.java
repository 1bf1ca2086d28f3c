package holdfast.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testing.PostgresServer;
import holdfast.testing.PostgresServers;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the rounds believe to be in a database. */
class ProtectedTest {

  /** The servers of the rounds answer commits before these are in their log. */
  @Test
  void aChangeOutlivesACrashThatComesAtOnce() throws Exception {
    try (PostgresServer server = PostgresServers.start(14)) {
      Protected source = new Protected("small", Databases.small(server));
      server.execute("postgres", "CHECKPOINT");

      source.change(1);
      List<String> command = server.crash();
      server.startAgain(command);

      assertThat(Contents.of(source.database())).isEqualTo(source.contents());
    }
  }
}
