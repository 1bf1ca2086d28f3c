package holdfast.database.postgresql;

import holdfast.testing.PostgresServers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A role for snapshots, and a folder for what comes of them. */
abstract class PgSnapshotFixture {
  static final String ROLE = "witness";

  final PostgresqlDriver driver = new PostgresqlDriver();
  @TempDir Path folder;

  @BeforeAll
  static void createRole() {
    PostgresServers.shared(15).createRole(ROLE, "REPLICATION");
  }

  @AfterAll
  static void dropRole() {
    PostgresServers.shared(15).execute("postgres", "DROP ROLE " + ROLE);
  }

  @AfterEach
  void dropDatabases() {
    PostgresServers.dropDatabases();
  }
}
